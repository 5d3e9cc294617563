import { useSearchParams } from 'wouter';

/** A value in the query string of the address, which a reload keeps; empty if absent. Several may be set at once. */
export function useQueryString(): [(name: string) => string, (changes: Record<string, string>) => void] {
  const [params, setParams] = useSearchParams();
  const get = (name: string): string => params.get(name) ?? '';
  const set = (changes: Record<string, string>): void =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current);
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return [get, set];
}
