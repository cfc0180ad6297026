/** `sequence_number`: each event of a response has the next one. Gaps and repeats mean that a client saw another stream than was sent. */
import { asNumber, type JsonObject } from '../json-reading.ts';
import type { Output } from './item-track.ts';
import type { ResponsesState } from './responses-state.ts';

/** So many are told one by one; a server that never counts would fill the list. */
const maxTold = 16;

type Counted = Pick<ResponsesState, 'sequence' | 'sequenceProblems'>;

/**
 * Checks an event's number against the last. The first may be any (`starting_after` resumes in the middle), and a new
 * `response.created` counts anew. An `error` event may have any: gateways, Wirelens included, put theirs in without counting.
 */
export function checkSequence(state: ResponsesState, event: JsonObject, type: string, output: Output): Counted {
  const { sequence, sequenceProblems } = state;
  const number = asNumber(event.sequence_number);
  if (number === null) return { sequence, sequenceProblems };
  if (type === 'error' && sequence !== null && number !== sequence + 1) return { sequence, sequenceProblems };
  const isExpected = sequence === null || number === sequence + 1 || type === 'response.created';
  if (isExpected) return { sequence: number, sequenceProblems };
  if (sequenceProblems < maxTold) output.problems.push(problemOf(sequence, number));
  else if (sequenceProblems === maxTold) {
    output.problems.push({
      kind: 'sequence-gap',
      message: 'Further gaps and repeats of sequence_number are not listed.',
    });
  }
  return { sequence: Math.max(number, sequence), sequenceProblems: sequenceProblems + 1 };
}

function problemOf(sequence: number, number: number): Output['problems'][number] {
  const after = `sequence_number ${number} after ${sequence}`;
  if (number === sequence) return { kind: 'sequence-repeat', message: `${after}: the same number again.` };
  if (number < sequence) return { kind: 'sequence-repeat', message: `${after}: it goes back.` };
  const missing = number - sequence - 1;
  return { kind: 'sequence-gap', message: `${after}: ${missing} missing.` };
}
