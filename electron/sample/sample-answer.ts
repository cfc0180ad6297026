/** A sample answer as the server sends it: a head, then timed pieces of the body. Made by one encoder per wire format. */
import type { SampleScript } from './sample-script.ts';

export type SamplePiece = { readonly waitMs: number; readonly text: string };

export type SampleAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly pieces: readonly SamplePiece[];
  /** `cut`: the connection breaks after the last piece. */
  readonly end: 'complete' | 'cut';
};

/** What an encoder knows of the request. */
export type SampleRequest = {
  readonly isStreaming: boolean;
  /** OpenAI: `stream_options.include_usage`. */
  readonly wantsUsage: boolean;
  /** A running number: makes ids differ. */
  readonly serial: number;
  readonly nowMs: number;
};

export type SampleEncoder = (script: SampleScript, request: SampleRequest) => SampleAnswer;

/** A plain JSON answer after `waitMs`. */
export function jsonAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  waitMs: number,
): SampleAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    pieces: [{ waitMs, text: JSON.stringify(body) }],
    end: 'complete',
  };
}

/** An id that looks like a provider's: prefix, then 24 characters that differ per request. */
export function sampleId(prefix: string, serial: number): string {
  const digits = (serial * 2654435761) % 4294967296;
  return `${prefix}sample${digits.toString(36).padStart(7, '0')}${serial.toString(36).padStart(11, '0')}`;
}

/** The status answer of a script that refuses, headers included. */
export function refusalHeaders(retryAfterSeconds: number): Readonly<Record<string, string>> {
  return { 'retry-after': String(retryAfterSeconds) };
}
