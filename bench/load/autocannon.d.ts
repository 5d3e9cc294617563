/** What the bench uses of autocannon, which has no types of its own. */
declare module 'autocannon' {
  interface Options {
    url: string;
    connections: number;
    amount?: number;
    duration?: number;
    overallRate?: number;
    /** Seconds. */
    timeout: number;
    headers: Record<string, string>;
    requests: { setupRequest: (request: object) => object }[];
  }
  interface Running extends Promise<{ errors: number }> {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): void;
  }
  export default function autocannon(options: Options): Running;
}
