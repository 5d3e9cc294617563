import type { OpenAPIObject } from '@nestjs/swagger';
import { isDeepStrictEqual } from 'node:util';

interface Schema {
  properties?: Record<string, unknown>;
  required?: string[];
}

/** Below this number of common fields, repeating them is easier to read than a reference. */
const LEAST_COMMON_FIELDS = 5;

/**
 * Writes a response schema that has every field of another, as those of subclasses do, as an extension of that other: `allOf` of
 * a reference and the fields that it adds. Nest repeats inherited fields, and an action has more than thirty.
 */
export function extendSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas = document.components!.schemas as Record<string, Schema>;
  const responses = Object.entries(schemas).filter(([name]) => !name.endsWith('Input'));
  const bySize = responses.toSorted(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  for (const [name, { properties = {}, required = [], ...rest }] of bySize) {
    const base = bySize.find(([, other]) => isExtension({ properties, required }, other));
    if (!base) continue;
    const [baseName, { properties: inherited = {} }] = base;
    const isOwn = (field: string) => !(field in inherited);
    const own = Object.entries(properties).filter(([field]) => isOwn(field));
    const extension = { ...rest, properties: Object.fromEntries(own), required: required.filter(isOwn) };
    if (extension.required.length === 0) Reflect.deleteProperty(extension, 'required');
    Object.assign(schemas, { [name]: { allOf: [{ $ref: `#/components/schemas/${baseName}` }, extension] } });
  }
  return document;
}

const sizeOf = ({ properties = {} }: Schema): number => Object.keys(properties).length;

/** Nest lists inherited fields first. */
function isExtension({ properties, required }: Required<Schema>, base: Schema): boolean {
  const inherited = Object.entries(base.properties ?? {});
  return (
    inherited.length >= LEAST_COMMON_FIELDS &&
    inherited.length < Object.keys(properties).length &&
    isDeepStrictEqual(Object.entries(properties).slice(0, inherited.length), inherited) &&
    isDeepStrictEqual(
      required.filter((field) => field in base.properties!),
      base.required,
    )
  );
}
