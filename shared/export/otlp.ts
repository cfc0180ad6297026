/**
 * Spans as the body of an OTLP/HTTP request (`POST /v1/traces`), in JSON or in protobuf.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
import type { ExportFacts } from './export-writer.ts';
import type { ExportWriter } from './exported-exchange.ts';
import { type AttributeValue, genAiSchemaUrl, type OtelSpan, otelSpan } from './otel-span.ts';
import {
  bytesField,
  concatBytes,
  doubleField,
  fixed64Field,
  messageField,
  textField,
  varintField,
} from './protobuf.ts';

/** SPAN_KIND_CLIENT and STATUS_CODE_ERROR of trace.proto. */
const clientKind = 3;
const errorCode = 2;

/** One `resourceSpans` per exchange; an exchange that is no inference has an empty one. */
export function createOtlpJsonWriter(facts: ExportFacts): ExportWriter {
  return {
    mediaType: 'application/json',
    fileExtension: 'otlp.json',
    begin: '{"resourceSpans":[\n',
    separator: ',\n',
    end: '\n]}\n',
    write: (exchange) => {
      const span = otelSpan(exchange, facts.withContent ?? false);
      return [JSON.stringify(span === null ? { scopeSpans: [] } : jsonResourceSpans(span, facts.version))];
    },
  };
}

/** Messages of one type set one behind the other are one message: nothing stands between two exchanges. */
export function createOtlpProtobufWriter(facts: ExportFacts): ExportWriter {
  return {
    mediaType: 'application/x-protobuf',
    fileExtension: 'otlp.pb',
    begin: '',
    separator: '',
    end: '',
    write: (exchange) => {
      const span = otelSpan(exchange, facts.withContent ?? false);
      return span === null ? [] : [messageField(1, binaryResourceSpans(span, facts.version))];
    },
  };
}

function jsonResourceSpans(span: OtelSpan, version: string): object {
  return {
    resource: { attributes: [jsonAttribute(['service.name', span.service])] },
    scopeSpans: [{ scope: { name: 'wirelens', version }, spans: [jsonSpan(span)], schemaUrl: genAiSchemaUrl }],
    schemaUrl: genAiSchemaUrl,
  };
}

function jsonSpan(span: OtelSpan): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    name: span.name,
    kind: clientKind,
    startTimeUnixNano: String(nanoseconds(span.startedAt)),
    endTimeUnixNano: String(nanoseconds(span.endedAt)),
    attributes: span.attributes.map(jsonAttribute),
    status: span.error === null ? {} : { code: errorCode, message: span.error },
  };
}

function jsonAttribute([key, value]: readonly [string, AttributeValue]): object {
  return { key, value: jsonValue(value) };
}

function jsonValue(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  // 64-bit numbers are texts in protobuf's JSON.
  if ('int' in value) return { intValue: String(value.int) };
  if ('double' in value) return { doubleValue: value.double };
  return { arrayValue: { values: value.map((text) => ({ stringValue: text })) } };
}

function binaryResourceSpans(span: OtelSpan, version: string): Uint8Array {
  const scope = concatBytes([textField(1, 'wirelens'), textField(2, version)]);
  const scopeSpans = concatBytes([
    messageField(1, scope),
    messageField(2, binarySpan(span)),
    textField(3, genAiSchemaUrl),
  ]);
  return concatBytes([
    messageField(1, messageField(1, binaryAttribute(['service.name', span.service]))),
    messageField(2, scopeSpans),
    textField(3, genAiSchemaUrl),
  ]);
}

function binarySpan(span: OtelSpan): Uint8Array {
  const status =
    span.error === null ? new Uint8Array() : concatBytes([textField(2, span.error), varintField(3, BigInt(errorCode))]);
  return concatBytes([
    bytesField(1, fromHex(span.traceId)),
    bytesField(2, fromHex(span.spanId)),
    ...(span.parentSpanId === null ? [] : [bytesField(4, fromHex(span.parentSpanId))]),
    textField(5, span.name),
    varintField(6, BigInt(clientKind)),
    fixed64Field(7, nanoseconds(span.startedAt)),
    fixed64Field(8, nanoseconds(span.endedAt)),
    ...span.attributes.map((attribute) => messageField(9, binaryAttribute(attribute))),
    messageField(15, status),
  ]);
}

function binaryAttribute([key, value]: readonly [string, AttributeValue]): Uint8Array {
  return concatBytes([textField(1, key), messageField(2, binaryValue(value))]);
}

/** The fields of common.proto's AnyValue. */
function binaryValue(value: AttributeValue): Uint8Array {
  if (typeof value === 'string') return textField(1, value);
  if (typeof value === 'boolean') return varintField(2, value ? 1n : 0n);
  if ('int' in value) return varintField(3, BigInt.asUintN(64, BigInt(value.int)));
  if ('double' in value) return doubleField(4, value.double);
  return messageField(5, concatBytes(value.map((text) => messageField(1, textField(1, text)))));
}

/** Epoch ms with a fraction; microseconds are as fine as the clock is. */
function nanoseconds(at: number): bigint {
  return BigInt(Math.round(at * 1000)) * 1000n;
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
