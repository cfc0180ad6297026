/** The words of the row for a decoded body, as the list shows them. */
import type { DecodedBody } from '../../shared/reconstruct/decode-body.ts';
import { summarizeRow } from '../../shared/reconstruct/row-summary.ts';

/** Without request and failure: what the completion alone says. */
export function rowOf(decoded: DecodedBody): string {
  return summarizeRow({ completion: decoded.rich, request: null, failure: null, method: 'POST', path: '/x' }).text;
}
