/** Every command and every push event between the window and the main process, declared once: types and run-time names. */

import type { RequestSlices } from '../lib/request-slices.ts';
import type { Result } from '../lib/result.ts';
import type { ExchangePlace, WindowRole } from '../model/app-window.ts';
import type { CacheExplanation } from '../model/cache-explanation.ts';
import type { CaptureChange, CapturesState } from '../model/capture-summary.ts';
import type { ExchangeComparison } from '../model/comparison.ts';
import type { Conversation, ConversationLink } from '../model/conversation.ts';
import type { Delta } from '../model/delta.ts';
import type { DoctorReport } from '../model/doctor.ts';
import type { EventRecord, Problem } from '../model/event-record.ts';
import type { ExchangeDetail, ExchangeId, ExchangeSummary } from '../model/exchange.ts';
import type { AuthorityFacts } from '../model/interception.ts';
import type { ExchangeMark, MarkChange } from '../model/mark.ts';
import type { EnvironmentVariable, ProgramMode, ProgramOutput, StartedProgram } from '../model/program.ts';
import type { RateHistory } from '../model/rate-limits.ts';
import type { RebuiltObjects } from '../model/rebuilt-objects.ts';
import type { PruneOutcome, RetentionPreview, RetentionRules } from '../model/retention.ts';
import type { SearchAnswer, SearchHit } from '../model/search.ts';
import type { Settings } from '../model/settings.ts';
import type { SharingScan } from '../model/sharing.ts';
import type { TelemetryStatus } from '../model/telemetry.ts';
import type { Endpoint, Upstream } from '../model/upstream.ts';
import type { BodyDirection, BodyRequest, BodySlice, WireChunk } from './bodies.ts';
import type {
  EndpointTest,
  ExportRequest,
  ProgramPlace,
  ProxySetup,
  SettingsChange,
  SettingsImport,
} from './command-payloads.ts';

type Command<Request, Response> = { readonly request?: Request; readonly response?: Response };
type Push<Payload> = { readonly payload?: Payload };
function command<Request, Response>(): Command<Request, Response> {
  return {};
}
function push<Payload>(): Push<Payload> {
  return {};
}

/** Where the proxy listens, or why it does not. */
export type ProxyStatus = {
  readonly isListening: boolean;
  /** `http://127.0.0.1:7878`, or null while not listening. */
  readonly url: string | null;
  readonly port: number | null;
  /** The port that was asked for, when it was taken and another is used. */
  readonly wantedPort: number | null;
  readonly problem: string | null;
};

/** Counts for the status bar; at most 4 times a second. */
export type CaptureStatus = {
  readonly isCapturing: boolean;
  readonly streaming: number;
  readonly openSockets: number;
  readonly eventsPerSecond: number;
  /** Chunks taken from the wire that are not stored yet. */
  readonly chunksBehind: number;
  readonly droppedChunks: number;
  readonly storedBytes: number;
  readonly exchangeCount: number;
};

/** All that a window needs for its first paint. */
export type Bootstrap = {
  readonly version: string;
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly isDark: boolean;
  readonly settings: Settings;
  readonly proxy: ProxyStatus;
  readonly capture: CaptureStatus;
  /** Newest last, at most 500; older ones by `exchanges.list`. */
  readonly exchanges: readonly ExchangeSummary[];
  readonly hasOlder: boolean;
  readonly notices: readonly Notice[];
  /** Oldest first. */
  readonly programs: readonly StartedProgram[];
  /** What the asking window is there for. A window without a list gets no more than the row of what it shows. */
  readonly window: WindowRole;
  /** Something on this desktop shows tray icons. */
  readonly hasTrayHost: boolean;
};

/** Something the user should know: a damaged settings file, a taken port. */
export type Notice = {
  readonly id: string;
  readonly tone: 'info' | 'warning' | 'danger';
  readonly title: string;
  readonly text: string;
  /** Where something can be done about it: the notice has a button that opens it. */
  readonly panel?: 'settings' | 'upstreams' | 'interception';
};

/** One message to the window, about every 16 ms while something happens. Rows: at most 4 times a second per exchange. */
export type CaptureBatch = {
  /** New and changed rows, whole. */
  readonly rows: readonly ExchangeSummary[];
  readonly removed: readonly ExchangeId[];
  readonly status: CaptureStatus | null;
  /** New events of exchanges that the window has open. Indexes are contiguous per exchange. */
  readonly open: readonly OpenPatch[];
};

/**
 * The live/snapshot race is settled by event index alone: the window applies event n only after n - 1, ignores what it
 * has, and asks `exchanges.events` for a hole.
 */
export type OpenPatch = {
  readonly id: ExchangeId;
  /** Null: unchanged. */
  readonly detail: ExchangeDetail | null;
  readonly events: readonly EventRecord[];
  /** New since the last patch (or the snapshot): to be appended, as events are. */
  readonly problems: readonly Problem[];
  /** Deltas made by the end of the stream itself, after the last event; null while it runs. */
  readonly finalDeltas: readonly Delta[] | null;
};

/** An exchange as it is opened; later events come as `OpenPatch` or by `exchanges.events`. */
export type ExchangeSnapshot = {
  readonly detail: ExchangeDetail;
  readonly eventCount: number;
  /** The first page of events. */
  readonly events: readonly EventRecord[];
  readonly problems: readonly Problem[];
  readonly finalDeltas: readonly Delta[] | null;
};

/** By name, `area.verb`. Each has a handler (`electron/ipc`) and, where it asks something, a schema. */
export const commands = {
  'app.bootstrap': command<null, Bootstrap>(),
  'app.copy': command<{ readonly text: string }, null>(),
  'settings.update': command<SettingsChange, Result<Settings>>(),
  /** Asks where to, and writes a file without secrets. `look`: of the window's list, as JSON. */
  'settings.export': command<
    { readonly look: string },
    Result<{ readonly where: string; readonly leftOut: readonly string[] }, 'cancelled' | 'failed'>
  >(),
  /** Asks which file, and takes it in. */
  'settings.import': command<null, Result<SettingsImport, 'cancelled' | 'failed'>>(),
  /** The settings as they were before the last import of this run. */
  'settings.restore': command<null, Result<Settings>>(),
  /** So many batches are in the window's store: it is sent no more than a few that it has not taken. */
  'capture.taken': command<{ readonly count: number }, null>(),
  'capture.setEnabled': command<{ readonly isEnabled: boolean }, CaptureStatus>(),
  'exchanges.list': command<
    /** `filter`: a filter text. `capture`: only what is in the capture of this name. */
    {
      readonly before: ExchangeId | null;
      readonly limit: number;
      readonly filter?: string;
      readonly capture?: string | null;
    },
    readonly ExchangeSummary[]
  >(),
  /** The named captures. */
  'captures.list': command<null, CapturesState>(),
  /** New exchanges go into this capture, which may be new; null: into none. */
  'captures.record': command<{ readonly name: string | null }, Result<CapturesState>>(),
  'captures.change': command<CaptureChange, Result<CapturesState>>(),
  /** What is in a capture; newest last. */
  'captures.ids': command<{ readonly name: string }, readonly ExchangeId[]>(),
  /** Words (lower case) in prompts, answers, headers and errors of stored and running exchanges. */
  'search.find': command<{ readonly texts: readonly string[] }, SearchAnswer>(),
  'search.hits': command<{ readonly id: ExchangeId; readonly texts: readonly string[] }, readonly SearchHit[]>(),
  'search.snippets': command<
    { readonly ids: readonly ExchangeId[]; readonly texts: readonly string[] },
    readonly { readonly id: ExchangeId; readonly hit: SearchHit }[]
  >(),
  /** Null: it belongs to no conversation, or is not linked yet. */
  'conversation.open': command<{ readonly id: ExchangeId }, Conversation | null>(),
  /** Another text whenever the conversation of this exchange is another: cheap, to be asked again and again. */
  'conversation.version': command<{ readonly id: ExchangeId }, string | null>(),
  'conversation.links': command<{ readonly ids: readonly ExchangeId[] }, readonly ConversationLink[]>(),
  'conversation.piece': command<{ readonly number: number }, string | null>(),
  'conversation.cache': command<
    { readonly id: ExchangeId; readonly previousId: ExchangeId },
    CacheExplanation | null
  >(),
  /** Null: one of the two is gone. */
  'exchanges.compare': command<
    { readonly before: ExchangeId; readonly after: ExchangeId },
    ExchangeComparison | null
  >(),
  /** How full the rate limits of its upstream were, up to this exchange. */
  'exchanges.rateHistory': command<{ readonly id: ExchangeId }, readonly RateHistory[]>(),
  'exchanges.open': command<{ readonly id: ExchangeId }, Result<ExchangeSnapshot>>(),
  'exchanges.close': command<{ readonly id: ExchangeId }, null>(),
  'exchanges.events': command<
    { readonly id: ExchangeId; readonly from: number; readonly limit: number },
    readonly EventRecord[]
  >(),
  'exchanges.body': command<BodyRequest, Result<BodySlice>>(),
  /** A decoded body as text, JSON over several lines; cut where it is larger than 32 MiB, which it then says. */
  'exchanges.bodyText': command<
    /** `path`: of a value in its JSON, `messages[3]`; the text is that value's, empty where there is none. */
    { readonly id: ExchangeId; readonly direction: BodyDirection; readonly path?: string },
    Result<{ readonly text: string; readonly isJson: boolean }>
  >(),
  'exchanges.chunks': command<{ readonly id: ExchangeId; readonly direction: BodyDirection }, readonly WireChunk[]>(),
  /** A message of a WebSocket as its sender meant it (event `index` of the connection); at most 4 MiB of it. */
  'exchanges.message': command<{ readonly id: ExchangeId; readonly index: number }, Result<BodySlice>>(),
  /** Read as a conversation, as JSON text in pieces: `readPiece` of shared/lib/request-slices.ts. */
  'exchanges.request': command<{ readonly id: ExchangeId }, Result<RequestSlices & { readonly sizeBytes: number }>>(),
  /** The rebuilt objects as pretty JSON text, and what became of everything the stream carried. */
  'exchanges.native': command<{ readonly id: ExchangeId }, Result<RebuiltObjects>>(),
  /** Colours, notes and pins; newest exchange first. */
  'marks.list': command<null, readonly ExchangeMark[]>(),
  /** Answers with the marks as they are then. */
  'marks.set': command<{ readonly ids: readonly ExchangeId[]; readonly change: MarkChange }, readonly ExchangeMark[]>(),
  /** Hides ended exchanges: `ids`, or with null all that are not pinned. `token` brings them back until the next clear or 30 s. */
  'exchanges.clear': command<
    { readonly ids: readonly ExchangeId[] | null },
    { readonly token: string; readonly count: number }
  >(),
  'exchanges.undoClear': command<{ readonly token: string }, readonly ExchangeSummary[]>(),
  /** What rules would delete; nothing is changed. */
  'store.preview': command<{ readonly rules: RetentionRules }, RetentionPreview>(),
  /** Deletes what the rules do not keep, now. */
  'store.prune': command<{ readonly rules: RetentionRules }, Result<PruneOutcome>>(),
  /** Packs what is not packed yet and gives free room back. */
  'store.compact': command<null, Result<{ readonly freedBytes: number }>>(),
  'exchanges.export': command<
    ExportRequest,
    Result<{ readonly where: string | null; readonly sizeBytes: number }, 'cancelled' | 'failed' | 'not-found'>
  >(),
  /** What of them should perhaps not be shared, by the rules with these ids. */
  'exchanges.scan': command<
    { readonly ids: readonly ExchangeId[] | 'all'; readonly rules: readonly string[] },
    SharingScan
  >(),
  /** All that came with the import that brought this exchange. */
  'exchanges.importedWith': command<{ readonly id: ExchangeId }, readonly ExchangeId[]>(),
  /** Null: asks which files. Tells what became of it by a notice. */
  'exchanges.import': command<
    { readonly paths: readonly string[] | null },
    Result<{ readonly count: number }, 'cancelled'>
  >(),
  'upstreams.save': command<{ readonly upstream: Upstream; readonly previousName: string | null }, Result<Settings>>(),
  'upstreams.remove': command<{ readonly name: string }, Result<Settings>>(),
  'upstreams.setEnabled': command<{ readonly name: string; readonly isEnabled: boolean }, Result<Settings>>(),
  'upstreams.setActive': command<{ readonly name: string; readonly endpoint: string }, Result<Settings>>(),
  /** Keeps a key with the OS; the answer holds only its fingerprint. `key: null` forgets it. */
  'upstreams.setKey': command<
    { readonly name: string; readonly endpoint: string; readonly key: string | null },
    Result<Settings>
  >(),
  /** The same for the key of its client certificate: a PEM text. */
  'upstreams.setClientKey': command<
    { readonly name: string; readonly endpoint: string; readonly key: string | null },
    Result<Settings>
  >(),
  /** `clientKey`: one that was typed and is not kept yet. */
  'upstreams.test': command<
    { readonly name: string; readonly endpoint: Endpoint; readonly clientKey: string | null },
    EndpointTest
  >(),
  /** Null: there is none yet. */
  'interception.authority': command<null, AuthorityFacts | null>(),
  /** Asks where to, and writes the certificate as PEM. */
  'interception.export': command<null, Result<{ readonly where: string }, 'cancelled' | 'failed'>>(),
  'interception.renew': command<null, Result<AuthorityFacts>>(),
  /** Switches interception off and deletes the authority. */
  'interception.remove': command<null, Result<Settings>>(),
  /** Fails while interception is off. */
  'interception.setup': command<null, Result<ProxySetup>>(),
  /** Both need a key or a click of the user in the window just before. `command` is read by the user's shell. */
  'programs.start': command<ProgramPlace & { readonly command: string }, Result<StartedProgram>>(),
  'programs.openTerminal': command<ProgramPlace, Result<StartedProgram>>(),
  /** What to copy into a terminal of the user's own; what runs there is shown as one program. */
  'programs.exports': command<{ readonly mode: ProgramMode }, Result<readonly EnvironmentVariable[]>>(),
  /** What this mode changes for the program that a command line starts, in sentences. */
  'programs.hints': command<{ readonly command: string; readonly mode: ProgramMode }, readonly string[]>(),
  'programs.stop': command<{ readonly id: string }, null>(),
  'programs.output': command<{ readonly id: string }, ProgramOutput>(),
  /** Asks for a folder; null: none was chosen. */
  'programs.chooseFolder': command<{ readonly folder: string }, string | null>(),
  /** One more window with a list of its own. */
  'window.openMain': command<null, null>(),
  /** In a window of its own; the one that has it comes forward. */
  'window.openExchange': command<ExchangePlace, null>(),
  /** What is chosen in the list of the asking window, to the window that shows nothing else; opens it where there is none. */
  'window.showDetail': command<{ readonly place: ExchangePlace | null; readonly isFocused: boolean }, null>(),
  /** From either of the two. */
  'window.closeDetail': command<null, null>(),
  /** In the front window that has a list. */
  'window.showInMain': command<ExchangePlace, null>(),
  /** One step larger (1) or smaller (-1), or as drawn (0). The new factor. */
  'window.zoom': command<{ readonly step: -1 | 0 | 1 }, number>(),
  /** Tries every way in with real programs; takes some seconds. */
  'doctor.run': command<null, Result<DoctorReport>>(),
  /** How the live export of spans goes. */
  'telemetry.status': command<null, TelemetryStatus>(),
  /** Asks a collector whether it is there; the answer in words. */
  'telemetry.test': command<{ readonly endpoint: string }, { readonly isGood: boolean; readonly text: string }>(),
  'sample.send': command<null, Result<{ readonly count: number }>>(),
} as const;

/** What the main process tells windows unasked. */
export const pushEvents = {
  /** JSON text of a CaptureBatch: made in the capture worker, parsed in the window; main only passes it on. To be answered by `capture.taken`. */
  'capture.batch': push<string>(),
  'proxy.status': push<ProxyStatus>(),
  'settings.changed': push<Settings>(),
  'app.notice': push<Notice>(),
  'interception.authority': push<AuthorityFacts | null>(),
  'programs.changed': push<StartedProgram>(),
  'programs.output': push<ProgramOutput>(),
  /** Marks that another window changed. */
  'marks.changed': push<readonly ExchangeMark[]>(),
  /** Named captures, as another window left them. */
  'captures.changed': push<CapturesState>(),
  /** Show this exchange, or none. */
  'window.show': push<ExchangePlace | null>(),
  /** The window with the detail of this one's list is gone. */
  'window.detailClosed': push<null>(),
  /** The new zoom factor. */
  'window.zoom': push<number>(),
  /** A menu item or shortcut that acts in the window. */
  'app.action': push<
    | 'find'
    | 'filter'
    | 'clear'
    | 'export'
    | 'upstreams'
    | 'connect'
    | 'toggle-capture'
    | 'settings'
    | 'interception'
    | 'program'
    | 'open-in-window'
    | 'copy-link'
    | 'detail-right'
    | 'detail-below'
    | 'detail-window'
  >(),
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
export type RequestOf<Name extends CommandName> = Exclude<Commands[Name]['request'], undefined>;
export type ResponseOf<Name extends CommandName> = Exclude<Commands[Name]['response'], undefined>;

export type PushEvents = typeof pushEvents;
export type PushName = keyof PushEvents;
export type PayloadOf<Name extends PushName> = Exclude<PushEvents[Name]['payload'], undefined>;

/** What preload puts on `window.bridge`. */
export type Bridge = {
  readonly invoke: <Name extends CommandName>(name: Name, request: RequestOf<Name>) => Promise<ResponseOf<Name>>;
  /** The path of a file that was dropped on the window; the file's own type is the DOM's. */
  readonly pathOf: (file: object) => string;
  /** Returns the unsubscribe. */
  readonly on: <Name extends PushName>(name: Name, listener: (payload: PayloadOf<Name>) => void) => () => void;
};
