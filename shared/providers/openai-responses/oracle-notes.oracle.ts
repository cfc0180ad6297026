/** Where the recordings' oracles are not followed for OpenAI Responses, each with the fact that explains it. */
import type { OracleNotes } from '../../../tests/support/oracle-notes.ts';

export const oracleNotes: OracleNotes = { format: 'openai-responses', deviations: {} };
