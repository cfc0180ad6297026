/**
 * What a collector says of spans that it took only in part: the one field of ExportTraceServiceResponse.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/trace/v1/trace_service.proto
 */

/** In words; null: it took all, or said nothing that can be read. */
export function partialSuccess(answer: Uint8Array, contentType: string | null): string | null {
  const said = /json/i.test(contentType ?? '') ? fromJson(answer) : fromProtobuf(answer);
  if (said === null || (said.rejected === 0 && said.message === '')) return null;
  const count = said.rejected === 0 ? '' : `${said.rejected} spans were rejected`;
  return `The collector said: ${[count, said.message].filter(Boolean).join(': ')}.`;
}

type Said = { readonly rejected: number; readonly message: string };

function fromJson(answer: Uint8Array): Said | null {
  try {
    const value = JSON.parse(Buffer.from(answer).toString('utf8')) as {
      readonly partialSuccess?: { readonly rejectedSpans?: string | number; readonly errorMessage?: string };
    };
    const { rejectedSpans, errorMessage } = value.partialSuccess ?? {};
    return { rejected: Number(rejectedSpans ?? 0) || 0, message: String(errorMessage ?? '') };
  } catch {
    return null;
  }
}

/** `partial_success = 1 { rejected_spans = 1 (varint); error_message = 2 (text) }`. */
function fromProtobuf(answer: Uint8Array): Said | null {
  const inner = fieldsOf(answer)?.get(1);
  if (!(inner instanceof Uint8Array)) return null;
  const fields = fieldsOf(inner);
  const [rejected, message] = [fields?.get(1), fields?.get(2)];
  return {
    rejected: typeof rejected === 'number' ? rejected : 0,
    message: message instanceof Uint8Array ? Buffer.from(message).toString('utf8') : '',
  };
}

/** Varints and length-delimited fields, the last of each number; null where the bytes are none of ours. */
function fieldsOf(bytes: Uint8Array): ReadonlyMap<number, number | Uint8Array> | null {
  const fields = new Map<number, number | Uint8Array>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; at < bytes.length; shift *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const key = varint();
    const kind = key % 8;
    const value = varint();
    if (!Number.isFinite(value) || (kind !== 0 && kind !== 2)) return null;
    if (kind === 0) fields.set(Math.floor(key / 8), value);
    else {
      if (at + value > bytes.length) return null;
      fields.set(Math.floor(key / 8), bytes.subarray(at, at + value));
      at += value;
    }
  }
  return fields;
}
