/** The writer of each export format. */
import type { ExportFormat } from '../ipc/contract.ts';
import { assertNever } from '../lib/assert-never.ts';
import { createCurlWriter } from './curl.ts';
import type { ExportedExchange, ExportWriter } from './exported-exchange.ts';
import { createHarWriter } from './har.ts';
import { createJsonWriter } from './json.ts';
import { createMarkdownWriter } from './markdown.ts';

export type ExportFacts = {
  /** Of Wirelens, as in package.json. */
  readonly version: string;
  /** Epoch ms. */
  readonly exportedAt: number;
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
