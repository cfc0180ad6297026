/**
 * Every kind of problem that can be found in a response, in words for people: what it is called, whose doing it is, and
 * what clients will make of it. A new kind of problem is a line here.
 */

/**
 * `conformance`: the server broke its own format. `loss`: something could not be used. `transport`: the bytes did not
 * come as they should. `ours`: a bound or a fault of Wirelens.
 */
export type FindingCategory = 'conformance' | 'loss' | 'transport' | 'ours';

export type FindingKind = {
  /** A few words, as a heading. */
  readonly title: string;
  readonly category: FindingCategory;
  /** What clients will make of it, in a sentence. */
  readonly explanation: string;
};

/** The conformance kinds that a watch of a format can report, by what they are about. */
const streamKinds = {
  'wrong-content-type': conformance(
    'Wrong content type',
    'Clients choose their parser by the content type: many read nothing at all, or wait for the whole body.',
  ),
  'invalid-utf8': conformance('Invalid UTF-8', 'Clients put replacement characters in or stop with a decoding error.'),
  'unterminated-event': conformance(
    'Last event not terminated',
    'The SSE standard drops an event without its closing blank line: most clients never see it.',
  ),
  'event-name-missing': conformance(
    'Event name missing',
    'Official SDKs that go by the SSE event name skip such an event; others read the type in its data.',
  ),
  'event-name-mismatch': conformance(
    'Event name and type disagree',
    'Some clients go by the SSE event name, others by the type in the data: they will see different streams.',
  ),
  'error-event-name-missing': conformance(
    'Error without its event name',
    'SDKs that raise on `event: error` take it for an ordinary event: the failure goes unnoticed.',
  ),
  'event-after-end': conformance(
    'Data after the end',
    'Clients stop reading at the end marker: what comes later is lost.',
  ),
  'no-terminator': conformance(
    'No end marker',
    'Clients cannot tell a finished stream from a cut one: some raise, some wait until a timeout.',
  ),
  'error-in-success': conformance(
    'Error inside a 200',
    'Clients that look at the status alone neither raise nor retry.',
  ),
  'empty-stream': conformance('Empty answer', 'A good status without any data: SDKs raise or return nothing.'),
  'unknown-event': {
    title: 'Unknown event type',
    category: 'loss',
    explanation: 'Wirelens has no word for it and keeps it as it is; strict clients may refuse it, most skip it.',
  },
} as const;

const messageKinds = {
  'no-finish-reason': conformance(
    'No finish reason',
    'Official SDKs refuse to build a final message without one; agents cannot tell a stop from a cut.',
  ),
  'duplicate-finish': conformance(
    'Finished twice',
    'Clients keep the last reason, or close the message at the first and drop the rest.',
  ),
  'data-after-finish': conformance(
    'Content after the finish reason',
    'Clients that close the message at its finish reason lose what follows.',
  ),
  'no-start': conformance('Start event missing', 'SDKs that build on the start event raise at the first other one.'),
  'second-message-start': conformance(
    'Started twice',
    'Official SDKs refuse a second start in one stream, or begin anew and lose the first message.',
  ),
  'second-response': conformance(
    'Started twice',
    'Official SDKs refuse a second response in one stream, or keep only the last one.',
  ),
  'id-changed': conformance(
    'Id changed in mid-stream',
    'Clients that match pieces by id split the answer; others show whichever id came last.',
  ),
  'response-id-changed': conformance('Response id changed', 'The official SDK refuses such a stream.'),
  'item-id-changed': conformance(
    'Item id changed',
    'Clients that find an item by its id lose the pieces under another one.',
  ),
  'model-changed': conformance(
    'Model changed in mid-stream',
    'Cost and logs of clients name one of the two models, depending on which event they read.',
  ),
  'role-missing': conformance(
    'Role missing at the start',
    'Clients that take the role from the first piece show the message without one, or refuse it.',
  ),
  'id-missing': conformance(
    'Id missing',
    'Strictly typed clients refuse the object; logs cannot be matched with the provider’s.',
  ),
  'created-missing': conformance('Time of creation missing', 'Strictly typed clients refuse the object.'),
  'choices-missing': conformance(
    'Chunk without choices',
    'Official SDKs loop over `choices` without asking and raise on such a chunk.',
  ),
  'no-usage': conformance('Usage missing', 'Clients count no tokens for this answer, or estimate them.'),
  'usage-missing': conformance('Usage missing', 'Clients count no tokens for this answer, or estimate them.'),
  'usage-decreased': conformance(
    'Usage goes down',
    'Counts are running totals: clients that keep the last show too little, clients that keep the largest too much.',
  ),
  'text-mismatch': conformance(
    'Final text differs',
    'Clients that join the pieces and clients that take the final text show different answers.',
  ),
} as const;

const blockKinds = {
  'block-not-started': conformance(
    'Piece of a block that never started',
    'Official SDKs raise, or write into nothing: the piece is lost.',
  ),
  'block-started-twice': conformance(
    'Block started twice',
    'Clients overwrite the first block, or show two; its pieces land in either.',
  ),
  'delta-after-end': conformance(
    'Piece after its block ended',
    'Clients that hand out a block when it ends (a tool call above all) never see the rest.',
  ),
  'block-order': conformance(
    'Blocks out of order',
    'Clients that append blocks instead of placing them by index mix them up.',
  ),
  'block-not-closed': conformance(
    'Block never closed',
    'Clients that act when a block ends (run a tool) never do for this one.',
  ),
  'wrong-delta': conformance('Piece of another kind', 'Official SDKs drop a piece that does not fit its block.'),
  'tool-index-missing': conformance(
    'Tool call without index',
    'The official SDK raises; clients that guess put parallel calls together.',
  ),
  'tool-index-repeated': conformance(
    'Tool call index used twice',
    'Clients join two calls into one with broken arguments.',
  ),
  'tool-index-order': conformance('Tool call index skipped', 'Clients leave a hole in their list of calls, or raise.'),
  'tool-call-without-id': conformance(
    'Tool call without id',
    'The result cannot be sent back: the next request is refused by most servers.',
  ),
  'tool-call-without-name': conformance('Tool call without name', 'Clients cannot know which tool to run.'),
  'invalid-arguments': conformance(
    'Arguments are no valid JSON',
    'Clients raise when they parse the call, or run the tool with nothing.',
  ),
  'partial-args': conformance('Piece of arguments out of place', 'The official SDK raises, or leaves the value out.'),
} as const;

const responsesKinds = {
  'sequence-gap': conformance('Sequence number gap', 'Clients that resume by sequence number ask for events again.'),
  'sequence-repeat': conformance('Sequence number repeated', 'Clients that resume by number drop or double events.'),
  'item-not-added': conformance('Item never added', 'The official SDK refuses events of an item it does not know.'),
  'duplicate-item': conformance('Item added twice', 'Clients show it twice, or overwrite the first.'),
  'missing-part': conformance('Part never added', 'The official SDK refuses text of a part it does not know.'),
  'wrong-item': conformance('Event for another kind of item', 'The official SDK refuses or drops it.'),
  'empty-output': conformance('Final output empty', 'Clients that read only the last event see no answer at all.'),
  'missing-output': conformance(
    'Final output incomplete',
    'Clients that read only the last event miss items that were streamed.',
  ),
} as const;

const framingKinds = {
  'malformed-json': conformance('Data is no JSON', 'Official SDKs raise a parse error and the stream ends there.'),
  'malformed-event': conformance(
    'Event cannot be read',
    'Official SDKs raise a parse error and the stream ends there.',
  ),
  'malformed-line': conformance(
    'Line cannot be read',
    'NDJSON clients raise; SSE clients skip such a line in silence.',
  ),
  'malformed-frame': conformance('Frame cannot be read', 'The AWS SDKs raise when a length or checksum is wrong.'),
  'socket-frame': conformance(
    'WebSocket frame breaks a rule',
    'The other side has to fail the connection (RFC 6455); lenient libraries go on.',
  ),
  'malformed-chunk': conformance('Chunk cannot be read', 'The bytes inside the frame are no JSON: model SDKs raise.'),
  'chunk-without-bytes': conformance('Chunk without bytes', 'Clients that decode the bytes raise or read nothing.'),
  truncated: {
    title: 'Cut off',
    category: 'transport',
    explanation: 'The stream ended before it said so: the answer is incomplete, some clients do not notice.',
  },
  'encoding-undeclared': conformance('Compressed without saying so', 'Clients read the compressed bytes as text.'),
  'encoding-mislabelled': conformance(
    'Content encoding mislabelled',
    'Clients that trust the header raise when they decompress the body.',
  ),
  'encoding-unknown': conformance('Unknown content encoding', 'Clients cannot decode the body.'),
  'encoding-broken': {
    title: 'Compressed body damaged',
    category: 'transport',
    explanation: 'What comes after the damage cannot be decoded, by clients neither.',
  },
  'encoding-truncated': {
    title: 'Compressed body cut off',
    category: 'transport',
    explanation: 'The compressed stream ends early: clients raise, or show what came so far.',
  },
  'encoding-too-large': {
    title: 'Decompressed body too large',
    category: 'ours',
    explanation: 'It grew beyond what Wirelens decodes; the client got it whole.',
  },
} as const;

const ourKinds = {
  oversized: {
    title: 'Event too large',
    category: 'loss',
    explanation: 'Only its beginning is kept and it is not read; the client got it whole.',
  },
  'more-problems': ours('More findings', 'The list is cut here; every event still says what became of it.'),
  'completion-budget': ours('Answer too large', 'The rebuilt answer stops growing; all events are still listed.'),
  'reading-budget': ours('Stream too large', 'Later events are listed but not read.'),
  'adapter-fault': ours('Wirelens failed here', 'A fault of ours: the event is kept as it is. Please report it.'),
} as const;

/** All kinds. `Problem.kind` is one of these names. */
export const findingKinds = {
  ...streamKinds,
  ...messageKinds,
  ...blockKinds,
  ...responsesKinds,
  ...framingKinds,
  ...ourKinds,
} as const satisfies { readonly [kind: string]: FindingKind };

export type ProblemKind = keyof typeof findingKinds;

/** The words for a kind; a kind of a newer version is told by its own name. */
export function describeKind(kind: string): FindingKind {
  if (Object.hasOwn(findingKinds, kind)) return findingKinds[kind as ProblemKind];
  const title = kind.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return { title, category: 'loss', explanation: '' };
}

function conformance(title: string, explanation: string): FindingKind {
  return { title, category: 'conformance', explanation };
}

function ours(title: string, explanation: string): FindingKind {
  return { title, category: 'ours', explanation };
}
