import { isObject } from '../input/check-input.js';

/** Applies a JSON Merge Patch (RFC 7396) to a JSON value: null removes a member, and undefined counts as absent. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const members = new Map<string, unknown>(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch) as [string, unknown][]) {
    if (value === null) members.delete(name);
    else if (value !== undefined) members.set(name, mergePatch(members.get(name), value));
  }
  return Object.fromEntries(members);
}
