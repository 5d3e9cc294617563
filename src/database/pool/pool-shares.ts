import { LIMITS } from '../../limits.js';
import type { Claim } from './claim.js';

/** A group of claims that is limited as a whole. */
export interface Group {
  name: string;
  /** The connections that the group may hold at once. */
  running: number;
  /** The claims of the group that may wait. */
  waiting: number;
  /** Whether the group belongs to one client or company, which gets a 429 when its own work fills the group. */
  isOwn: boolean;
}

/** Divides the connections of a pool among clients, companies and kinds of work. */
export class PoolShares {
  /** Connections for clients; the rest is reserved for the process itself. */
  private readonly clients: number;
  private readonly client: number;
  private readonly company: number;
  private readonly slow: number;
  private readonly searches: number;
  /** Reads beyond what the primary has when the replica works: commands must keep their connections. */
  private readonly fallenBack: number;

  constructor(readonly connections: number) {
    const reserved = connections >= 4 ? LIMITS.reservedConnections : connections - 1;
    this.clients = Math.max(1, connections - Math.min(reserved, LIMITS.reservedConnections));
    this.client = share(this.clients, 3 / 4);
    this.company = share(this.clients, 1 / 2);
    this.slow = share(this.clients, 3 / 4);
    this.searches = share(this.clients, 1 / 4);
    this.fallenBack = share(this.clients, 1 / 2);
  }

  /** The groups that a claim belongs to; null for work of the process itself. */
  groupsOf(claim: Claim | null): Group[] {
    if (!claim) return [group('process', this.connections, LIMITS.waitingClaims)];
    const { client, company, kind, hasFallenBack } = claim;
    const groups = [
      group('clients', this.clients, LIMITS.waitingClaims),
      own(`client ${client}`, this.client, LIMITS.waitingOfClient),
    ];
    if (kind !== 'quick') groups.push(group('slow', this.slow));
    if (kind === 'search') groups.push(group('searches', this.searches));
    if (hasFallenBack) groups.push(group('fallen back', this.fallenBack));
    if (company === null) return groups;
    groups.push(own(`company ${company}`, this.company));
    // One connection of the company always remains for quick work.
    if (kind !== 'quick') groups.push(own(`company ${company} slow`, Math.max(1, this.company - 1)));
    const { running, waiting } = LIMITS.companyWork[kind];
    groups.push(own(`company ${company} ${kind}`, running, waiting));
    return groups;
  }
}

const share = (connections: number, part: number): number => Math.max(1, Math.floor(connections * part));

const group = (name: string, running: number, waiting = Infinity): Group => ({
  name,
  running,
  waiting,
  isOwn: false,
});

const own = (name: string, running: number, waiting = Infinity): Group => ({
  ...group(name, running, waiting),
  isOwn: true,
});
