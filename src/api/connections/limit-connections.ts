import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { groupBy } from '../../group-by.js';
import { addressOf } from './address-of.js';
import { type Connections, isIdle } from './connections.js';

/**
 * Accepts at most `max` connections. Above that, the address with the most connections loses one, so that no client can lock out
 * another: the one that has been open for longest of those without a request. If all have requests, the address with the most
 * connections gets no new one, and loses one only to another address.
 */
export function limitConnections(server: Server, connections: Connections, max: number): void {
  server.on('connection', (socket: Socket) => {
    if (connections.count <= max) return;
    const groups = groupBy(connections.all(), (connection) => addressOf(connection.socket));
    const greediest = [...groups.values()].reduce((a, b) => (b.length > a.length ? b : a));
    const others = greediest.filter((connection) => connection.socket !== socket);
    const isNewcomer = others.length < greediest.length;
    const lost = others.find(isIdle) ?? (isNewcomer ? undefined : others[0]);
    (lost?.socket ?? socket).destroy();
  });
}
