/** JSON text that is sent verbatim, because a double cannot hold every number that JSON can express. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** An object with its fields in order. A name may occur twice. */
export class JsonObject {
  constructor(readonly entries: [name: string, value: Json][]) {}

  /** Returns a copy in which the value replaces the first field of that name, or is appended. */
  set(name: string, value: Json): JsonObject {
    const at = this.entries.findIndex(([other]) => other === name);
    return new JsonObject(this.entries.toSpliced(at < 0 ? this.entries.length : at, 1, [name, value]));
  }

  append(name: string, value: Json): JsonObject {
    return new JsonObject([...this.entries, [name, value]]);
  }

  remove(name: string): JsonObject {
    return new JsonObject(this.entries.filter(([other]) => other !== name));
  }
}

export type Json = string | RawJson | Json[] | JsonObject;

export function textOf(json: Json): string {
  if (json instanceof RawJson) return json.text;
  if (Array.isArray(json)) return `[${json.map(textOf).join(',')}]`;
  if (!(json instanceof JsonObject)) return JSON.stringify(json);
  return `{${json.entries.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`;
}
