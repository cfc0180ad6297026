/** The writer of each export format. */
import { assertNever } from '../lib/assert-never.ts';
import { createArchiveWriter } from './archive.ts';
import { createCurlWriter } from './curl.ts';
import type { ExportFormat } from './export-formats.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { createHarWriter } from './har.ts';
import { createHtmlWriter } from './html.ts';
import { createJsonWriter } from './json.ts';
import { createAnthropicLinesWriter, createJsonLinesWriter, createOpenaiLinesWriter } from './json-lines.ts';
import { createMarkdownWriter } from './markdown.ts';
import { createOtlpJsonWriter, createOtlpProtobufWriter } from './otlp.ts';
import { createPythonWriter } from './python.ts';
import { createTimedStreamWriter } from './timed-stream.ts';
import { createTypescriptWriter } from './typescript.ts';

export type ExportFacts = {
  /** Of Wirelens, as in package.json. */
  readonly version: string;
  /** Epoch ms. */
  readonly exportedAt: number;
  /** Traces hold prompts and answers too; by default they say only what happened. */
  readonly withContent?: boolean;
};

/** A writer without state: it may write any number of files. */
export function createExportWriter(format: ExportFormat, facts: ExportFacts): ExportWriter {
  switch (format) {
    case 'markdown':
      return createMarkdownWriter();
    case 'json':
      return createJsonWriter(facts);
    case 'har':
      return createHarWriter(facts);
    case 'curl':
      return createCurlWriter();
    case 'raw':
      return rawWriter;
    case 'archive':
      return createArchiveWriter(facts);
    case 'html':
      return createHtmlWriter(facts);
    case 'python':
      return createPythonWriter();
    case 'typescript':
      return createTypescriptWriter();
    case 'timing':
      return createTimedStreamWriter();
    case 'jsonl':
      return createJsonLinesWriter();
    case 'jsonl-openai':
      return createOpenaiLinesWriter();
    case 'jsonl-anthropic':
      return createAnthropicLinesWriter();
    case 'otlp-json':
      return createOtlpJsonWriter(facts);
    case 'otlp-protobuf':
      return createOtlpProtobufWriter(facts);
    default:
      return assertNever(format);
  }
}

/** The response body with its content-encoding removed; several exchanges follow each other without anything between. */
const rawWriter: ExportWriter = {
  mediaType: 'application/octet-stream',
  fileExtension: 'bin',
  begin: '',
  separator: '',
  end: '',
  write: (exchange: ExportedExchange) => [exchange.response.decoded, exchange.injected.decoded],
};
