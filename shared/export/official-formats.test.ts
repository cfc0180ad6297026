/** Our files held against what their makers publish: HAR's JSON schema, and OpenTelemetry's own serializers. */
import { createRequire } from 'node:module';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { exportedDetail, exportedExchange } from '../../tests/support/exported-exchange.ts';
import type { ExportFormat } from './export-formats.ts';
import { createExportWriter } from './export-writer.ts';
import type { ExportedExchange } from './exported-exchange.ts';
import { genAiSchemaUrl, type OtelSpan, otelSpan } from './otel-span.ts';

const version = '0.1.0';

function fileOf(format: ExportFormat, exchanges: readonly ExportedExchange[], withContent = false): Buffer {
  const writer = createExportWriter(format, { version, exportedAt: 1, withContent });
  const parts: Buffer[] = [Buffer.from(writer.begin)];
  exchanges.forEach((exchange, index) => {
    if (index > 0) parts.push(Buffer.from(writer.separator));
    for (const piece of writer.write(exchange)) parts.push(Buffer.from(piece as string));
  });
  return Buffer.concat([...parts, Buffer.from(writer.end)]);
}

const detail = exportedDetail({});
const spoken = exportedExchange({
  reading: {
    model: 'claude-x',
    isStreaming: true,
    messages: [
      { role: 'system', name: null, parts: [{ kind: 'text', text: 'Be brief.' }], hasCacheMarker: false, path: 's' },
      { role: 'user', name: null, parts: [{ kind: 'text', text: 'Grüß dich' }], hasCacheMarker: false, path: 'm' },
    ],
    tools: [],
    parameters: [
      { name: 'temperature', value: 0.25 },
      { name: 'max_tokens', value: 4096 },
      { name: 'stop_sequences', value: ['a', 'b'] },
      { name: 'seed', value: -7 },
    ],
  },
});
const traced = exportedExchange({
  detail: {
    ...detail,
    summary: { ...detail.summary, end: 'failed', failure: { kind: 'timeout', message: 'Nothing came.' } },
    start: {
      ...detail.start,
      requestHeaders: [{ name: 'traceparent', value: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' }],
    },
  },
});
const listing = exportedExchange({ detail: { ...detail, summary: { ...detail.summary, format: 'models' } } });

test('a HAR of ours is valid by the schema of HAR 1.2', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false });
  const schemas = createRequire(import.meta.url)('har-schema') as Readonly<Record<string, object>>;
  for (const schema of Object.values(schemas)) ajv.addSchema(schema);
  const failed = exportedExchange({ detail: exportedDetail({ response: null, connection: null, endFacts: null }) });
  const har = JSON.parse(fileOf('har', [spoken, traced, failed]).toString());
  ajv.validate('har.json#', har);
  expect(ajv.errors).toBeNull();
  ajv.validate('har.json#', { log: { entries: [] } });
  expect(ajv.errors).not.toBeNull();
});

/** The same span as OpenTelemetry's SDK for Node would hold it. */
function official(span: OtelSpan): Parameters<typeof ProtobufTraceSerializer.serializeRequest>[0][number] {
  const time = (at: number): [number, number] => [Math.floor(at / 1000), Math.round((at % 1000) * 1000) * 1000];
  const attributes = Object.fromEntries(
    span.attributes.map(([key, value]) => {
      if (typeof value !== 'object') return [key, value];
      return [key, 'int' in value ? value.int : 'double' in value ? value.double : [...value]];
    }),
  );
  const context = { traceId: span.traceId, spanId: span.spanId, traceFlags: TraceFlags.NONE };
  const resource = {
    attributes: { 'service.name': span.service },
    schemaUrl: genAiSchemaUrl,
    getRawAttributes: () => [],
  };
  const parent = span.parentSpanId === null ? {} : { parentSpanContext: { ...context, spanId: span.parentSpanId } };
  return {
    ...{ name: span.name, kind: SpanKind.CLIENT, attributes, ...parent },
    ...{ startTime: time(span.startedAt), endTime: time(span.endedAt), duration: [0, 0], ended: true },
    status: span.error === null ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: span.error },
    ...{ links: [], events: [], droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
    spanContext: () => context,
    resource: { ...resource, merge: () => resource } as never,
    instrumentationScope: { name: 'wirelens', version, schemaUrl: genAiSchemaUrl },
  } as never;
}

/** What official encoders write that we leave out, since it is the default. */
function plainJson(text: string): unknown {
  const defaults = ['events', 'links', 'droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount', 'flags'];
  return JSON.parse(text, (key, value) => (defaults.includes(key) ? undefined : value));
}

test('OTLP JSON says what OpenTelemetry’s own serializer says of the same span', () => {
  for (const exchange of [spoken, traced]) {
    const span = otelSpan(exchange, true);
    if (span === null) throw new Error('a span');
    const theirs = plainJson(Buffer.from(JsonTraceSerializer.serializeRequest([official(span)]) ?? []).toString());
    const ours = plainJson(fileOf('otlp-json', [exchange], true).toString());
    expect(normal(ours)).toEqual(normal(theirs));
  }
});

/** The SDK has one kind of number and writes code 0. Numbers are compared as numbers. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner) => {
    if (key === 'intValue' || key === 'doubleValue') return Number(inner);
    if (key === 'resource') return { attributes: inner.attributes };
    return key === 'status' && inner.code === 0 ? {} : inner;
  });
}

test('OTLP protobuf is what OpenTelemetry’s own serializer writes, field by field', () => {
  for (const exchange of [spoken, traced]) {
    const span = otelSpan(exchange, true);
    if (span === null) throw new Error('a span');
    const theirs = fields(ProtobufTraceSerializer.serializeRequest([official(span)]) ?? new Uint8Array());
    expect(fields(fileOf('otlp-protobuf', [exchange], true))).toEqual(theirs);
  }
});

/** Every field with its path of numbers, as protobuf’s wire format has it; the fields that are messages by trace.proto. */
function fields(bytes: Uint8Array, path = ''): readonly string[] {
  const messages = [
    '1',
    '1.1',
    '1.1.1',
    '1.1.1.2',
    '1.2',
    '1.2.1',
    '1.2.2',
    '1.2.2.9',
    '1.2.2.9.2',
    '1.2.2.9.2.5',
    '1.2.2.9.2.5.1',
    '1.2.2.15',
  ];
  const found: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    for (let value = 0n, shift = 0n; ; shift += 7n) {
      const byte = bytes[at] ?? 0;
      at += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const name = path === '' ? `${tag >> 3}` : `${path}.${tag >> 3}`;
    if ((tag & 7) === 0) found.push(`${name}=${varint()}`);
    else if ((tag & 7) === 1) {
      found.push(`${name}=${view.getBigUint64(at, true)}`);
      at += 8;
    } else if ((tag & 7) === 5) at += 4;
    else {
      const size = Number(varint());
      const content = bytes.subarray(at, at + size);
      at += size;
      if (messages.includes(name)) found.push(...fields(content, name));
      else found.push(`${name}=${Buffer.from(content).toString('latin1')}`);
    }
  }
  // Counts of dropped things and the default status stand in theirs only.
  return found.filter((field) => !/^1\.2\.2\.(10|12|14|16|15\.3)=0$|^1\.1\.2=0$/.test(field)).sort();
}

test('a span has the names of the conventions, their schema, and no content unless asked', () => {
  const span = otelSpan(spoken, false);
  const attributes = Object.fromEntries(span?.attributes ?? []);
  expect(span?.name).toBe('chat claude-x');
  expect(attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.request.model': 'claude-x',
    'gen_ai.request.temperature': { double: 0.25 },
    'gen_ai.request.max_tokens': { int: 4096 },
    'gen_ai.request.stop_sequences': ['a', 'b'],
    'gen_ai.usage.input_tokens': { int: 31_422 },
    'gen_ai.usage.cache_read.input_tokens': { int: 28_304 },
    'gen_ai.response.time_to_first_chunk': { double: 0.604 },
    'server.address': 'api.anthropic.com',
    'server.port': { int: 443 },
  });
  expect(JSON.stringify(span)).not.toContain('Be brief');
  expect(Object.keys(Object.fromEntries(otelSpan(spoken, true)?.attributes ?? []))).toContain('gen_ai.input.messages');
});

test('a client that traces itself has its trace continued; what is no inference is no span', () => {
  expect(otelSpan(traced, false)).toMatchObject({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    parentSpanId: 'b7ad6b7169203331',
    error: 'Nothing came.',
  });
  expect(otelSpan(listing, false)).toBeNull();
  const probe = exportedExchange({ detail: { ...detail, start: { ...detail.start, method: 'HEAD', target: '/' } } });
  expect(otelSpan(probe, false)).toBeNull();
  expect(JSON.parse(fileOf('otlp-json', [listing, spoken]).toString()).resourceSpans).toHaveLength(2);
});
