/** Whole exchanges as they may be shared: nothing of a chosen value is left, in no format, however a stream cut it. */
import { describe, expect, test } from 'vitest';
import { exportFormatNames } from '../../shared/export/export-formats.ts';
import { createExportWriter } from '../../shared/export/export-writer.ts';
import type { ExportedBody, ExportedExchange } from '../../shared/export/exported-exchange.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import { createRedactor } from '../../shared/sharing/redactor.ts';
import { defaultSharingRules, rulesOf } from '../../shared/sharing/rules.ts';
import { createScanner } from '../../shared/sharing/scan-exchange.ts';
import { exportedDetail, exportedExchange } from '../../tests/support/exported-exchange.ts';
import { createResponsePipeline } from '../capture/response-pipeline.ts';
import { redactExchange } from './redact-exchange.ts';

const secret = 'sk-ant-api03-aB3dE5gH7jK9mN1pQ3sT5';
const mail = 'mara.lind@firma.de';
const detail = exportedDetail({});
const startedAt = detail.start.startedAt;

function bodyOf(chunks: readonly string[]): ExportedBody {
  const bytes = chunks.map((text) => Buffer.from(text));
  return {
    chunks: bytes.map((chunk, index) => ({ receivedAt: startedAt + 600 + index * 10, bytes: chunk })),
    decoded: Buffer.concat(bytes),
  };
}

function event(value: { readonly type: string }): string {
  return `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
}

/** An Anthropic stream that says the texts one by one. */
function streamed(texts: readonly string[], kind: 'text' | 'tool' = 'text'): ExportedExchange {
  const block =
    kind === 'text' ? { type: 'text', text: '' } : { type: 'tool_use', id: 'toolu_1', name: 'Bash', input: {} };
  const deltas = texts.map((text) =>
    kind === 'text' ? { type: 'text_delta', text } : { type: 'input_json_delta', partial_json: text },
  );
  const message = { id: 'm', type: 'message', role: 'assistant', model: 'claude-x', content: [], usage: {} };
  const response = bodyOf([
    event({ type: 'message_start', message } as never),
    event({ type: 'content_block_start', index: 0, content_block: block } as never),
    ...deltas.map((delta) => event({ type: 'content_block_delta', index: 0, delta } as never)),
    event({ type: 'content_block_stop', index: 0 } as never),
    event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } } as never),
    event({ type: 'message_stop' }),
  ]);
  const request = bodyOf([
    JSON.stringify({
      model: 'claude-x',
      stream: true,
      messages: [{ role: 'user', content: `key ${secret}, ${mail}, /home/mara/x` }],
    }),
  ]);
  const head = detail.response;
  if (head === null) throw new Error('the sample has a response');
  const pipeline = createResponsePipeline({ format: 'anthropic-messages', requestBody: null, response: head });
  const events: EventRecord[] = [];
  for (const [index, chunk] of response.chunks.entries()) events.push(...pipeline.feed({ index, ...chunk }));
  events.push(...pipeline.end(false).events);
  const rebuilt = { events, completion: pipeline.reader.completion(), native: pipeline.reader.native() };
  return exportedExchange({ ...rebuilt, request, response, injected: { chunks: [], decoded: new Uint8Array() } });
}

const redactor = () => createRedactor({ rules: rulesOf(defaultSharingRules), keep: new Set() });

function everyFile(exchange: ExportedExchange): string {
  return exportFormatNames
    .map((format) => {
      const writer = createExportWriter(format, { version: '0', exportedAt: 0, withContent: true });
      const text = [...writer.write(exchange)].map((piece) => Buffer.from(piece as string).toString('utf8')).join('');
      const packed = [...text.matchAll(/"base64":"([^"]*)"/g)].map(([, base64]) =>
        Buffer.from(base64 ?? '', 'base64').toString(),
      );
      return [text, ...packed].join('\n');
    })
    .join('\n');
}

describe('an exchange that is redacted', () => {
  for (const size of [1, 3, 7, 1000]) {
    test(`tells nothing of it in any format, said ${size} characters at a time`, () => {
      const text = `Use ${secret} and write to ${mail}.`;
      const exchange = streamed(text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []);
      expect(everyFile(exchange)).toContain(mail);
      const redacted = redactExchange(exchange, redactor());
      const files = everyFile(redacted);
      for (const value of [secret, mail, 'mara']) expect(files).not.toContain(value);
      expect(redacted.completion.choices[0]?.blocks[0]?.text).toBe('Use REDACTED-1 and write to person-1@example.com.');
      expect(redacted.reading?.messages[0]?.parts).toEqual([
        { kind: 'text', text: 'key REDACTED-1, person-1@example.com, /home/user-1/x' },
      ]);
      expect(redacted.events).toHaveLength(exchange.events.length);
      expect(redacted.events.map(({ receivedAt }) => receivedAt)).toEqual(
        exchange.events.map(({ receivedAt }) => receivedAt),
      );
      expect(redacted.detail.summary).toMatchObject({ id: detail.summary.id, isVerbatim: null });
    });
  }

  test('has tool arguments that are still JSON, cut anywhere', () => {
    const text = JSON.stringify({ command: `echo "${secret}" > /home/mara/.env`, to: mail });
    const redacted = redactExchange(streamed(text.match(/.{1,5}/g) ?? [], 'tool'), redactor());
    expect(JSON.parse(redacted.completion.choices[0]?.blocks[0]?.text ?? '')).toEqual({
      command: 'echo "REDACTED-1" > /home/user-1/.env',
      to: 'person-1@example.com',
    });
    expect(everyFile(redacted)).not.toContain(secret);
  });

  test('is not the exchange of the store: that one stays as it is', () => {
    const exchange = streamed(['Hello']);
    const before = JSON.stringify(exchange);
    redactExchange(exchange, redactor());
    expect(JSON.stringify(exchange)).toBe(before);
  });

  test('a scan finds what a stream says in pieces, and says secrets by their ends only', () => {
    const scanner = createScanner(rulesOf(defaultSharingRules));
    scanner.add(streamed([...`mail ${mail} key ${secret}`]));
    const { findings, exchangeCount } = scanner.result();
    expect(exchangeCount).toBe(1);
    expect(findings.map(({ title, count }) => [title, count])).toEqual(
      expect.arrayContaining([
        ['Anthropic key', 2],
        ['E-mail address', 2],
        ['Name in a path', 1],
      ]),
    );
    expect(JSON.stringify(findings)).not.toContain(secret);
  });
});
