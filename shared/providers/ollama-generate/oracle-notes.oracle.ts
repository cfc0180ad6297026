/** No oracle is set aside for Ollama's generate; the events check. */
import { expectLines } from '../../../tests/support/line-events.ts';
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

export const oracleNotes: OracleNotes = {
  format: 'ollama-generate',
  deviations: {},
  /** `ollama` hands out every line as it is. */
  checkEvents: expectLines,
};
