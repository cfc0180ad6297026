/** Every export format as data: what it is called, which file it makes. The window's dialog, the CLI and IPC read this one list. */

/** Formats whose files a script or a person reads as text may be copied; the others are files only. */
export type ExportFormatFacts = {
  readonly format: ExportFormat;
  readonly title: string;
  /** One line: who reads it. */
  readonly about: string;
  /** Without the dot. */
  readonly extension: string;
  readonly group: 'Keep' | 'Read' | 'Run again' | 'Use as data' | 'Traces';
  readonly isText: boolean;
};

/** As the command line and IPC call them. */
export const exportFormatNames = [
  'archive',
  'json',
  'har',
  'markdown',
  'html',
  'curl',
  'python',
  'typescript',
  'raw',
  'timing',
  'jsonl',
  'jsonl-openai',
  'jsonl-anthropic',
  'otlp-json',
  'otlp-protobuf',
] as const;

export type ExportFormat = (typeof exportFormatNames)[number];

/** In the order of the dialog. */
export const exportFormats: readonly ExportFormatFacts[] = [
  {
    format: 'archive',
    title: 'Wirelens archive',
    about: 'Everything, byte for byte; Wirelens opens it again.',
    extension: 'wirelens',
    group: 'Keep',
    isText: false,
  },
  {
    format: 'json',
    title: 'JSON',
    about: 'Everything, with what was rebuilt from it; for scripts.',
    extension: 'json',
    group: 'Keep',
    isText: true,
  },
  {
    format: 'har',
    title: 'HAR 1.2',
    about: 'For the developer tools of browsers and other proxies.',
    extension: 'har',
    group: 'Keep',
    isText: true,
  },
  {
    format: 'html',
    title: 'HTML page',
    about: 'One file that reads well anywhere, offline, and prints well.',
    extension: 'html',
    group: 'Read',
    isText: true,
  },
  {
    format: 'markdown',
    title: 'Markdown transcript',
    about: 'For issues, notes and chats.',
    extension: 'md',
    group: 'Read',
    isText: true,
  },
  {
    format: 'curl',
    title: 'cURL',
    about: 'A shell script that asks again.',
    extension: 'sh',
    group: 'Run again',
    isText: true,
  },
  {
    format: 'python',
    title: 'Python',
    about: 'Asks again with the official SDK.',
    extension: 'py',
    group: 'Run again',
    isText: true,
  },
  {
    format: 'typescript',
    title: 'TypeScript',
    about: 'Asks again with the official SDK.',
    extension: 'ts',
    group: 'Run again',
    isText: true,
  },
  {
    format: 'jsonl',
    title: 'JSON Lines',
    about: 'One exchange a line, as in JSON.',
    extension: 'jsonl',
    group: 'Use as data',
    isText: true,
  },
  {
    format: 'jsonl-openai',
    title: 'JSON Lines, OpenAI messages',
    about: 'One conversation a line, as OpenAI takes it for fine-tuning.',
    extension: 'jsonl',
    group: 'Use as data',
    isText: true,
  },
  {
    format: 'jsonl-anthropic',
    title: 'JSON Lines, Anthropic messages',
    about: 'One conversation a line, as the Messages API takes it.',
    extension: 'jsonl',
    group: 'Use as data',
    isText: true,
  },
  {
    format: 'raw',
    title: 'Raw response body',
    about: 'The bytes, content-encoding undone; `wirelens decode` reads it.',
    extension: 'bin',
    group: 'Use as data',
    isText: true,
  },
  {
    format: 'timing',
    title: 'Raw stream with its timing',
    about: 'Every chunk of the answer with the time it came, a line each.',
    extension: 'ndjson',
    group: 'Use as data',
    isText: true,
  },
  {
    format: 'otlp-json',
    title: 'OpenTelemetry spans (JSON)',
    about: 'GenAI spans as an OTLP/HTTP request body.',
    extension: 'otlp.json',
    group: 'Traces',
    isText: true,
  },
  {
    format: 'otlp-protobuf',
    title: 'OpenTelemetry spans (protobuf)',
    about: 'The same, binary.',
    extension: 'otlp.pb',
    group: 'Traces',
    isText: false,
  },
];

/** The facts of one format. */
export function exportFormatFacts(format: ExportFormat): ExportFormatFacts {
  const facts = exportFormats.find((entry) => entry.format === format);
  if (facts === undefined) throw new Error(`no facts about the format ${format}`);
  return facts;
}
