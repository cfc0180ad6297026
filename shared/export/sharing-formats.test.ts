/** Formats for reading, running again and for data: HTML, snippets, JSON Lines, the timed stream. */
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { exportedDetail, exportedExchange } from '../../tests/support/exported-exchange.ts';
import type { Block } from '../model/completion.ts';
import { literal, pythonWords, typescriptWords } from './code-literal.ts';
import { type ExportFormat, exportFormatNames, exportFormats } from './export-formats.ts';
import { createExportWriter } from './export-writer.ts';
import type { ExportedExchange } from './exported-exchange.ts';
import { imageHtml } from './html-text.ts';

/** Whoever has Python sees it read what we write. */
const hasPython = spawnSync('python3', ['--version']).status === 0;
const facts = { version: '0.1.0', exportedAt: Date.UTC(2026, 2, 5) };

function fileOf(format: ExportFormat, exchanges: readonly ExportedExchange[]): string {
  const writer = createExportWriter(format, facts);
  const texts = exchanges.map((exchange) =>
    [...writer.write(exchange)].map((piece) => Buffer.from(piece as string).toString()).join(''),
  );
  return writer.begin + texts.join(writer.separator) + writer.end;
}

const plain = exportedExchange();
const hostile = '</p><script>alert(1)</script><img src=x onerror=alert(2)> "\' & \u2028 """ \'\'\' $x `y`';
const attacked = exportedExchange({
  reading: {
    model: hostile,
    isStreaming: true,
    messages: [
      { role: 'user', name: hostile, parts: [{ kind: 'text', text: hostile }], hasCacheMarker: false, path: 'm' },
      {
        role: 'tool',
        name: null,
        parts: [
          { kind: 'tool-result', toolCallId: hostile, name: hostile, text: `\`\`\`html\n${hostile}`, isError: false },
        ],
        hasCacheMarker: false,
        path: 'm',
      },
      {
        role: 'user',
        name: null,
        parts: [
          { kind: 'image', mediaType: 'image/svg+xml', data: 'PHN2Zz4=', url: 'javascript:alert(1)', name: hostile },
        ],
        hasCacheMarker: false,
        path: 'm',
      },
    ],
    tools: [{ name: hostile, description: hostile, schema: { [hostile]: hostile }, path: 't' }],
    parameters: [{ name: hostile, value: hostile }],
  },
  problems: [{ kind: 'unknown-event', message: hostile, eventIndex: null }],
  events: plain.events.map((event) => ({ ...event, type: hostile, reading: hostile })),
});

test('every format has its facts, and every one writes a file', () => {
  expect(exportFormats.map(({ format }) => format)).toEqual(expect.arrayContaining([...exportFormatNames]));
  for (const format of exportFormatNames) expect(fileOf(format, [plain]).length).toBeGreaterThan(20);
});

describe('HTML', () => {
  test('captured text is text: no element, attribute or address of it reaches the page', () => {
    const page = fileOf('html', [attacked]);
    expect(page).not.toMatch(/<script|<img|onerror=alert\(2\)>|<svg/i);
    expect(page.slice(page.indexOf('<article'))).not.toMatch(/<[^>]*\s(href|src|on[a-z]+)=/i);
    const tags = new Set([...page.matchAll(/<([a-z0-9!]+)/gi)].map((match) => match[1]?.toLowerCase()));
    const ours =
      'html head meta title style body main article h1 h2 p b dl dt dd section pre div details summary table tr th td footer !doctype';
    for (const tag of tags) expect(ours.split(' ')).toContain(tag);
  });

  test('the page forbids scripts and loads nothing', () => {
    const page = fileOf('html', [plain]);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:\/\/(?!api\.anthropic)/);
    expect(page).toContain('Héllo');
  });

  test('images are shown where they are images, never where they may hold scripts', () => {
    expect(imageHtml('image/png', 'iVBORw0KGgo=')).toBe('<img alt="" src="data:image/png;base64,iVBORw0KGgo=">');
    expect(imageHtml('image/svg+xml', 'PHN2Zz4=')).toBeNull();
    expect(imageHtml('image/png', '"><script>')).toBeNull();
  });
});

describe('snippets', () => {
  test('Python calls the official SDK, with the key in a variable of the environment', () => {
    const script = fileOf('python', [plain]);
    expect(script).toContain('from anthropic import Anthropic');
    expect(script).toContain('client = Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"])');
    expect(script).toContain('stream = client.messages.create(');
    expect(script).toContain('extra_query={"beta": "true", "tag": "a[1]"}');
    expect(script).not.toContain('••••');
  });

  test('what an SDK has no name for goes by extra_body', () => {
    const body = new TextEncoder().encode('{"model":"m","messages":[],"strange":{"a":[1,true,null]}}');
    const script = fileOf('python', [exportedExchange({ request: { chunks: [], decoded: body } })]);
    expect(script).toContain('extra_body={"strange": {"a": [1, True, None]}}');
  });

  test.skipIf(!hasPython)('any text is one literal: Python and JavaScript read back what was captured', () => {
    const value = {
      text: `${hostile}\n\r\t\0\u007f\ud800 é 😀`,
      __proto__: 1,
      list: [true, false, null, -1.5e-7],
      __proto__x: {},
    };
    const strange = JSON.parse(`{"__proto__":{"a":1},"b":${JSON.stringify(value)}}`);
    const python = `import json\nprint(json.dumps(${literal(strange, pythonWords)}))`;
    expect(JSON.parse(execFileSync('python3', ['-c', python.replaceAll('\0', '')]).toString())).toEqual(strange);
    const back = new Function(`return (${literal(strange, typescriptWords)})`)();
    expect(JSON.stringify(back)).toBe(JSON.stringify(strange));
  });

  test.skipIf(!hasPython)('scripts are valid Python, also for hostile exchanges', () => {
    for (const exchange of [plain, attacked]) {
      const script = fileOf('python', [exchange, exchange]);
      execFileSync('python3', ['-c', 'import ast,sys; ast.parse(sys.stdin.read())'], { input: script });
    }
  });

  test('TypeScript calls the official SDK', () => {
    const script = fileOf('typescript', [plain, plain]);
    expect(script).toContain("await import('@anthropic-ai/sdk')");
    expect(script).toContain('client.messages.create(request as');
    expect(script).toContain('process.env["ANTHROPIC_API_KEY"]');
  });

  test('an API without an SDK is asked by requests or fetch', () => {
    const detail = exportedDetail({});
    const unknown = exportedExchange({
      detail: { ...detail, summary: { ...detail.summary, format: 'unknown' } },
    });
    expect(fileOf('python', [unknown])).toContain('requests.request(\n    "POST",');
    expect(fileOf('typescript', [unknown])).toContain('await fetch(');
    expect(fileOf('typescript', [unknown])).toContain('process.env["ANTHROPIC_API_KEY"] ?? \'\'');
  });
});

describe('JSON Lines', () => {
  test('an exchange is one line, whole', () => {
    const lines = fileOf('jsonl', [plain, plain]).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: plain.detail.summary.id, bodies: { response: {} } });
  });

  const spoken = exportedExchange({
    reading: {
      model: 'm',
      isStreaming: true,
      messages: [
        { role: 'system', name: null, parts: [{ kind: 'text', text: 'Be brief.' }], hasCacheMarker: true, path: 's' },
        { role: 'user', name: null, parts: [{ kind: 'text', text: 'Edit it' }], hasCacheMarker: false, path: 'm' },
        {
          role: 'assistant',
          name: null,
          parts: [{ kind: 'tool-call', id: 'c1', name: 'Read', input: { path: 'a' } }],
          hasCacheMarker: false,
          path: 'm',
        },
        {
          role: 'tool',
          name: null,
          parts: [{ kind: 'tool-result', toolCallId: 'c1', name: 'Read', text: 'text', isError: false }],
          hasCacheMarker: false,
          path: 'm',
        },
        { role: 'user', name: null, parts: [{ kind: 'text', text: 'Go on' }], hasCacheMarker: false, path: 'm' },
      ],
      tools: [{ name: 'Read', description: null, schema: { type: 'object' }, path: 't' }],
      parameters: [],
    },
  });

  test('a conversation with its answer in the words of OpenAI', () => {
    const line = JSON.parse(fileOf('jsonl-openai', [spoken]));
    expect(line.messages.slice(0, 5)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Edit it' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'Read', arguments: '{"path":"a"}' } }],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'text' },
      { role: 'user', content: 'Go on' },
    ]);
    expect(line.messages[5]).toMatchObject({ role: 'assistant', content: expect.stringContaining('llo') });
    expect(line.messages[5].tool_calls[0].function.name).toBe('Edit');
    expect(line.tools).toEqual([{ type: 'function', function: { name: 'Read', parameters: { type: 'object' } } }]);
  });

  test('in the words of Anthropic roles take turns', () => {
    const line = JSON.parse(fileOf('jsonl-anthropic', [spoken]));
    expect(line.system).toBe('Be brief.');
    expect(line.messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
    expect(line.messages[2].content).toEqual([
      { type: 'tool_result', tool_use_id: 'c1', content: 'text' },
      { type: 'text', text: 'Go on' },
    ]);
  });

  test('what is no conversation has no line', () => {
    expect(fileOf('jsonl-openai', [exportedExchange({ reading: null })])).toBe('');
  });
});

test('the timed stream has every chunk with the milliseconds since the request', () => {
  const lines = fileOf('timing', [plain])
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const chunks = lines.filter((line) => 'text' in line);
  expect(chunks.map(({ text }) => text).join('')).toBe(Buffer.from(plain.response.decoded).toString());
  expect(lines[0]).toMatchObject({ id: plain.detail.summary.id, status: 200 });
  expect(lines.at(-1)).toMatchObject({ time: 2500.5, kind: 'end', end: 'complete' });
});

test('a block type exists for every kind that an answer may hold', () => {
  const kinds: Block['kind'][] = [
    'text',
    'reasoning',
    'refusal',
    'tool-call',
    'tool-result',
    'image',
    'audio',
    'other',
  ];
  const [choice] = plain.completion.choices;
  const [block] = choice?.blocks ?? [];
  if (choice === undefined || block === undefined) throw new Error('the sample has a block');
  const blocks = kinds.map((kind) => ({ ...block, kind, text: '"x"', native: { x: 1 } }));
  const all = exportedExchange({ completion: { ...plain.completion, choices: [{ ...choice, blocks }] } });
  expect(fileOf('html', [all])).toContain('calls <b>');
  expect(() => fileOf('otlp-json', [all])).not.toThrow();
});
