/** The phases of an exchange as HAR counts them, from the moments that were seen. */
import type { ExchangeDetail } from '../model/exchange.ts';

/** Milliseconds; -1: does not apply. `connect` includes `ssl`. */
export type HarTimings = {
  readonly blocked: number;
  readonly dns: number;
  readonly connect: number;
  readonly ssl: number;
  readonly send: number;
  readonly wait: number;
  readonly receive: number;
};

/** `lastChunkAt` stands in for the end of an exchange that has none (it runs, or we died). */
export function harTimings(detail: ExchangeDetail, lastChunkAt: number | null): HarTimings {
  const { connection, response, endFacts, start } = detail;
  const isConnected = connection !== null && !connection.isReused && connection.connectStartedAt !== null;
  const connectStart = isConnected ? (connection.connectStartedAt ?? start.startedAt) : start.startedAt;
  const connectEnd = isConnected ? (connection.securedAt ?? connection.connectedAt ?? connectStart) : connectStart;
  const sent = Math.max(connection?.requestSentAt ?? connectEnd, connectEnd);
  const endedAt = endFacts?.endedAt ?? lastChunkAt ?? response?.receivedAt ?? sent;
  // A response may begin while the request is still being sent: no phase is ever negative.
  const first = Math.max(response?.receivedAt ?? endedAt, sent);
  return {
    blocked: isConnected ? span(start.startedAt, connectStart) : -1,
    dns: -1,
    connect: isConnected ? span(connectStart, connectEnd) : -1,
    ssl: isConnected ? tlsMs(connection.connectedAt, connection.securedAt) : -1,
    send: span(connectEnd, sent),
    wait: span(sent, first),
    receive: span(first, Math.max(endedAt, first)),
  };
}

/** The entry's `time`: the sum of what applies, `ssl` being part of `connect`. */
export function totalMs(timings: HarTimings): number {
  const { ssl: _, ...phases } = timings;
  const sum = Object.values(phases).reduce((total, phase) => total + Math.max(phase, 0), 0);
  return Math.round(sum * 1000) / 1000;
}

function tlsMs(connectedAt: number | null, securedAt: number | null): number {
  return connectedAt === null || securedAt === null ? -1 : span(connectedAt, securedAt);
}

function span(from: number, to: number): number {
  return Math.max(0, Math.round((to - from) * 1000) / 1000);
}
