/** The events in which the log's query stands as a JSON path; read from their bytes, since the window holds none. */
import { useEffect, useReducer, useRef } from 'react';
import type { EventRecord } from '../../../shared/model/event-record.ts';
import { loadBody, loadMessage } from '../../store/open-actions.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { readPathQuery } from './event-path.ts';
import { createPathScan, type PathScan } from './path-scan.ts';

export type PathMatches = {
  /** Rising; null: the query is no path. */
  readonly found: readonly number[] | null;
  readonly isReading: boolean;
};

const none: PathMatches = { found: null, isReading: false };

/** `isSocket`: events are messages, whose JSON is asked for one by one. */
export function usePathMatches(open: OpenExchange, query: string | null, isSocket: boolean): PathMatches {
  const scan = useRef<PathScan | null>(null);
  const isBusy = useRef(false);
  const [, paintAgain] = useReducer((times: number) => times + 1, 0);
  const { id } = open;
  useEffect(() => {
    const path = query === null ? null : readPathQuery(query);
    if (path === null) return;
    const started = createPathScan(path, (start, end, first) => loadRun(id, { start, end, first, isSocket }), isSocket);
    scan.current = started;
    isBusy.current = false;
    paintAgain();
    return () => {
      started.stop();
      scan.current = null;
    };
  }, [id, query, isSocket]);
  const { items, length } = open.events;
  useEffect(() => {
    const current = scan.current;
    if (current === null || isBusy.current || current.seen() >= length) return;
    isBusy.current = true;
    void current.extend(items, length, paintAgain).finally(() => {
      if (scan.current !== current) return;
      isBusy.current = false;
      paintAgain();
    });
  });
  const current = scan.current;
  return current === null ? none : { found: current.found, isReading: current.seen() < length };
}

type Run = {
  readonly start: number;
  readonly end: number;
  readonly first: EventRecord;
  readonly isSocket: boolean;
};

async function loadRun(id: string, { start, end, first, isSocket }: Run): Promise<Uint8Array | null> {
  const direction = ({ wirelens: 'injected', client: 'request', upstream: 'response' } as const)[first.origin];
  const result = isSocket
    ? await loadMessage(id, first.index)
    : await loadBody({ id, direction, isDecoded: true, start, end });
  return result.ok ? new Uint8Array(result.value.bytes) : null;
}
