/**
 * A bridge for plain-browser development: made-up traffic, live, through the real contract. Imported only by the
 * development server when `window.bridge` is missing; never part of the built window.
 */
import type { Bootstrap, Bridge, CaptureBatch, CommandName, PushName } from '../../shared/ipc/contract.ts';
import { succeed } from '../../shared/lib/result.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { presetUpstreams } from '../../shared/upstreams/presets.ts';
import { createMockExchange, type MockExchange, mockPast } from './mock-traffic.ts';

const parameters = new URLSearchParams(location.search);
const isEmpty = parameters.has('empty');
const pastCount = Number(parameters.get('past') ?? 11);

let settings: Settings = {
  version: 1,
  port: 7878,
  host: '127.0.0.1',
  token: null,
  theme: 'system',
  listOrder: 'newest-last',
  savedFilters: [],
  interception: { isEnabled: false, rules: [] },
  upstreams: presetUpstreams,
};
let isCapturing = true;
let openId: string | null = null;
const listeners = new Map<PushName, Set<(payload: never) => void>>();
const exchanges = new Map<string, MockExchange>();

function emit(name: PushName, payload: unknown): void {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
}

function status() {
  const live = [...exchanges.values()].filter((exchange) => !exchange.isEnded());
  return {
    isCapturing,
    streaming: live.length,
    openSockets: 0,
    eventsPerSecond: live.length * 23,
    chunksBehind: 0,
    droppedChunks: 0,
    storedBytes: isEmpty ? 0 : 41_200_000,
    exchangeCount: exchanges.size,
  };
}

function addExchange(exchange: MockExchange): void {
  exchanges.set(exchange.id, exchange);
}

function tick(): void {
  const rows: ExchangeSummary[] = [];
  const open: CaptureBatch['open'][number][] = [];
  for (const exchange of exchanges.values()) {
    if (exchange.isEnded()) continue;
    const patch = exchange.advance(Date.now());
    rows.push(exchange.detail().summary);
    if (exchange.id === openId) open.push({ ...patch, id: exchange.id, detail: exchange.detail() });
  }
  const batch: CaptureBatch = { rows, removed: [], status: status(), open };
  emit('capture.batch', JSON.stringify(batch));
}

function bootstrap(): Bootstrap {
  if (!isEmpty) for (const exchange of mockPast(pastCount, Date.now())) addExchange(exchange);
  return {
    version: 'development',
    platform: parameters.get('platform') === 'darwin' ? 'darwin' : 'linux',
    isDark: false,
    settings,
    proxy: { isListening: true, url: 'http://127.0.0.1:7878', port: 7878, wantedPort: null, problem: null },
    capture: status(),
    exchanges: [...exchanges.values()].map((exchange) => exchange.detail().summary),
    hasOlder: false,
    programs: [],
    window: { kind: 'main', slot: 'main', shows: null },
    hasTrayHost: true,
    notices: parameters.has('notice')
      ? [
          {
            id: 'settings',
            tone: 'warning',
            title: 'Settings were damaged',
            text: 'The file was kept aside; defaults are in use.',
          },
        ]
      : [],
  };
}

function change(next: Partial<Settings>) {
  settings = { ...settings, ...next };
  return succeed(settings);
}

const handlers: Readonly<Partial<Record<CommandName, (request: never) => unknown>>> = {
  'app.bootstrap': bootstrap,
  'app.copy': ({ text }: { text: string }) => navigator.clipboard.writeText(text).then(() => null),
  'settings.update': (update: Partial<Settings>) => change(update),
  'capture.taken': () => null,
  'capture.setEnabled': ({ isEnabled }: { isEnabled: boolean }) => {
    isCapturing = isEnabled;
    return status();
  },
  'exchanges.list': () => [],
  'marks.list': () => [],
  'conversation.links': () => [],
  'captures.list': () => ({ captures: [], recorded: null }),
  'exchanges.open': ({ id }: { id: string }) => {
    openId = id;
    const exchange = exchanges.get(id);
    if (!exchange) return { ok: false, error: { kind: 'not-found', message: 'No such exchange' } };
    const events = exchange.events();
    return succeed({ detail: exchange.detail(), eventCount: events.length, events, problems: [], finalDeltas: null });
  },
  'exchanges.close': () => null,
  'exchanges.events': ({ id, from, limit }: { id: string; from: number; limit: number }) =>
    exchanges
      .get(id)
      ?.events()
      .slice(from, from + limit) ?? [],
  'exchanges.bodyText': () => ({ ok: true, value: { text: '', isJson: false } }),
  'exchanges.chunks': () => [],
  'exchanges.clear': () => {
    const ended = [...exchanges.values()].filter((exchange) => exchange.isEnded());
    return { token: 'clear', count: ended.length };
  },
  'store.preview': () => ({ count: 0, sizeBytes: 0, storedCount: 0, storedBytes: 0, pinnedCount: 0 }),
  'exchanges.undoClear': () => [...exchanges.values()].map((exchange) => exchange.detail().summary),
  'upstreams.setEnabled': ({ name, isEnabled }: { name: string; isEnabled: boolean }) =>
    change({
      upstreams: settings.upstreams.map((upstream) => (upstream.name === name ? { ...upstream, isEnabled } : upstream)),
    }),
  'upstreams.setActive': ({ name, endpoint }: { name: string; endpoint: string }) =>
    change({
      upstreams: settings.upstreams.map((upstream) =>
        upstream.name === name ? { ...upstream, activeEndpoint: endpoint } : upstream,
      ),
    }),
  'upstreams.setClientKey': () => ({ ok: true, value: settings }),
  'upstreams.test': () => ({ isReachable: true, text: 'tls ok, 41 ms', durationMs: 41 }),
  'interception.authority': () => null,
  'sample.send': () => {
    addExchange(createMockExchange(Date.now(), exchanges.size));
    return succeed({ count: 1 });
  },
};

const mockBridge: Bridge = {
  invoke: async (name, request) => {
    const handler = handlers[name] as ((request: unknown) => unknown) | undefined;
    const answer = handler
      ? await handler(request)
      : { ok: false, error: { kind: 'failed', message: 'Not in the mock' } };
    return answer as never;
  },
  pathOf: () => '',
  on: (name, listener) => {
    const known = listeners.get(name) ?? new Set();
    known.add(listener as (payload: never) => void);
    listeners.set(name, known);
    return () => known.delete(listener as (payload: never) => void);
  },
};

/** Puts the mock on the window and starts its traffic. */
export function installMockBridge(): void {
  window.bridge = mockBridge;
  if (!isEmpty) setTimeout(() => addExchange(createMockExchange(Date.now(), 3)), 50);
  setInterval(tick, Number(parameters.get('every') ?? 50));
}
