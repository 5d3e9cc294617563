/** A line of evidence: a fact with its source, or a name with a value. `label` is null if the value stands alone. */
export interface EvidenceLine {
  label: string | null;
  value: string;
}

const SOURCES = ['source', 'kind', 'type', 'title'];
const FACTS = ['fact', 'detail', 'text', 'description', 'quote', 'summary'];

/**
 * The evidence as lines to read. Objects with a source and a fact become one line, other objects a line for each name; what is nested
 * deeper is shown as JSON. Evidence is whatever the source of the recommendation sent, so nothing about its form is taken for granted.
 */
export function evidenceLines(evidence: unknown): EvidenceLine[] {
  if (evidence === null || evidence === undefined) return [];
  if (Array.isArray(evidence)) return evidence.flatMap(evidenceLines);
  if (!isObject(evidence)) return [{ label: null, value: textOf(evidence) }];
  const fact = factOf(evidence);
  if (fact) return fact;
  return Object.entries(evidence).flatMap(([name, value]) =>
    Array.isArray(value) && value.some(isObject)
      ? value.flatMap(evidenceLines)
      : [{ label: labelOf(name), value: textOf(value) }],
  );
}

/** What is left besides source and fact follows in lines of its own. */
function factOf(object: Record<string, unknown>): EvidenceLine[] | null {
  const fact = FACTS.find((name) => typeof object[name] === 'string');
  const source = SOURCES.find((name) => typeof object[name] === 'string');
  if (!fact || !source) return null;
  const rest = Object.entries(object).filter(([name]) => name !== fact && name !== source);
  return [
    { label: labelOf(object[source] as string), value: object[fact] as string },
    ...rest.map(([name, value]) => ({ label: labelOf(name), value: textOf(value) })),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Codes such as `days_overdue` as words: "Days overdue". */
const labelOf = (name: string): string => {
  const words = /^[a-z0-9]+(_[a-z0-9]+)*$/.test(name) ? name.replaceAll('_', ' ') : name;
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && !value.some((item) => typeof item === 'object' && item !== null))
    return value.map(textOf).join(', ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 1) : String(value);
}
