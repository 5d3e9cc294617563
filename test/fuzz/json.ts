/** JSON that is written as it stands: doubles hold not all numbers that JSON can say. */
export class Raw {
  constructor(readonly text: string) {}
}

/** An object's fields in their order; a name may come twice. */
export class Fields {
  constructor(readonly entries: [name: string, value: Json][]) {}

  /** With this value in the place of the first of that name, or else at the end. */
  with(name: string, value: Json): Fields {
    const at = this.entries.findIndex(([one]) => one === name);
    return new Fields(this.entries.toSpliced(at < 0 ? this.entries.length : at, 1, [name, value]));
  }

  and(name: string, value: Json): Fields {
    return new Fields([...this.entries, [name, value]]);
  }

  without(name: string): Fields {
    return new Fields(this.entries.filter(([one]) => one !== name));
  }
}

export type Json = string | Raw | Json[] | Fields;

export function textOf(json: Json): string {
  if (json instanceof Raw) return json.text;
  if (Array.isArray(json)) return `[${json.map(textOf).join(',')}]`;
  if (!(json instanceof Fields)) return JSON.stringify(json);
  return `{${json.entries.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value)}`).join(',')}}`;
}
