/** One recorded response decoded with its loss report, as `wirelens decode` would. */
import { type DecodedBody, decodeBody } from '../../shared/reconstruct/decode-body.ts';
import type { Fixture } from './fixtures.ts';

/** `body`: another body in the place of the recorded one. */
export function decodeFixture({ meta, body: recorded, request }: Fixture, body: Uint8Array = recorded): DecodedBody {
  return decodeBody({
    format: meta.api,
    framing: meta.framing,
    status: meta.status,
    contentType: meta.contentType,
    header: (name) => meta.responseHeaders?.[name] ?? null,
    requestBody: request ?? null,
    body,
    withLossReport: true,
  });
}
