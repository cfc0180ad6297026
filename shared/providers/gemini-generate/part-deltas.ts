/** One part of a candidate's content as deltas. What is no text, call or media is kept verbatim in a block of its own. */
import type { BlockKind } from '../../model/delta.ts';
import { asObject, asString, asText, isObject, type JsonObject, toJson } from '../json-reading.ts';
import { addFunctionCall } from './call-deltas.ts';
import { type CandidateTrack, closeOpen, nextBlock, type Output } from './candidate-track.ts';
import { addFileData, addInlineData } from './media-deltas.ts';
import { pushSignature, signatureOf } from './part-signature.ts';

/** Adds one part to `output` and returns the candidate's next track. */
export function addPart(track: CandidateTrack, part: JsonObject, output: Output): CandidateTrack {
  const { text } = part;
  if (typeof text === 'string') return addText(track, text, part, output);
  if (isObject(part.functionCall)) return addFunctionCall(track, part.functionCall, signatureOf(part), output);
  if (isObject(part.inlineData)) return addInlineData(track, part.inlineData, part, output);
  if (isObject(part.fileData)) return addFileData(track, part.fileData, part, output);
  if (isObject(part.executableCode)) return addCode(track, part.executableCode, part, output);
  if (isObject(part.toolCall)) return addToolCall(track, part.toolCall, part, output);
  for (const field of ['codeExecutionResult', 'toolResponse', 'functionResponse'] as const) {
    if (isObject(part[field])) return addResult(track, field, part[field], part, output);
  }
  if (isObject(part.audioTranscription)) return addTranscription(track, part.audioTranscription, part, output);
  return addOther(track, part, output);
}

/** Empty text says nothing, but may carry a signature. */
function addText(track: CandidateTrack, text: string, part: JsonObject, output: Output): CandidateTrack {
  const signature = signatureOf(part);
  if (text === '' && signature === null) return track;
  const kind = part.thought === true ? 'reasoning' : 'text';
  const next = openRun(track, kind, output);
  const choice = track.index;
  const block = next.run?.block ?? kind;
  if (text !== '') {
    output.deltas.push({ type: kind === 'text' ? 'text-delta' : 'reasoning-delta', choice, block, text });
    output.notes.push({ type: kind === 'text' ? 'text' : 'thought', reading: text });
  }
  if (signature !== null) {
    output.deltas.push({ type: 'block-patch', choice, block, signature });
    if (text === '') output.notes.push({ type: 'thoughtSignature', reading: 'signature' });
  }
  return next;
}

function openRun(track: CandidateTrack, kind: 'text' | 'reasoning', output: Output): CandidateTrack {
  if (track.run?.kind === kind) return track;
  const closed = closeOpen(track, output.deltas, 'whole');
  const block = nextBlock(closed, kind);
  output.deltas.push({ type: 'block-start', choice: track.index, block, kind });
  return {
    ...closed,
    run: { kind, block },
    blockCount: closed.blockCount + 1,
    lastText: kind === 'text' ? block : closed.lastText,
  };
}

/** Code that the model wrote and Google runs. @see https://ai.google.dev/gemini-api/docs/code-execution */
function addCode(track: CandidateTrack, code: JsonObject, part: JsonObject, output: Output): CandidateTrack {
  const { id, ...input } = code;
  output.notes.push({ type: 'executableCode', reading: asText(code.code) ?? '' });
  return addProviderCall(track, 'code_execution', asText(id), input, part, output);
}

function addToolCall(track: CandidateTrack, call: JsonObject, part: JsonObject, output: Output): CandidateTrack {
  const name = asText(call.toolType) ?? 'tool';
  const input = asObject(call.args) ?? {};
  output.notes.push({ type: 'toolCall', reading: `${name} ${toJson(input)}` });
  return addProviderCall(track, name, asText(call.id), input, part, output);
}

function addProviderCall(
  track: CandidateTrack,
  name: string,
  toolCallId: string | null,
  input: JsonObject,
  part: JsonObject,
  output: Output,
): CandidateTrack {
  const closed = closeOpen(track, output.deltas, 'whole');
  const at = { choice: track.index, block: nextBlock(closed, 'tool-call') };
  const id = toolCallId === null ? {} : { toolCallId };
  output.deltas.push({ type: 'block-start', ...at, kind: 'tool-call', name, ...id, isProviderExecuted: true });
  output.deltas.push({ type: 'tool-input-delta', ...at, text: toJson(input) });
  pushSignature(at, part, output.deltas);
  output.deltas.push({ type: 'block-end', ...at });
  return { ...closed, blockCount: closed.blockCount + 1 };
}

function addResult(
  track: CandidateTrack,
  field: string,
  result: JsonObject,
  part: JsonObject,
  output: Output,
): CandidateTrack {
  const name = field === 'codeExecutionResult' ? 'code_execution' : (asText(result.toolType) ?? asText(result.name));
  const outcome = asText(result.outcome);
  const said = asString(result.output) ?? toJson(result.response ?? {});
  output.notes.push({ type: field, reading: outcome === null ? said : `${outcome} ${said}` });
  return addVerbatim(track, { kind: 'tool-result', name, toolCallId: asText(result.id) }, part, output);
}

/** What was said in the audio beside it: no answer of its own. */
function addTranscription(
  track: CandidateTrack,
  transcription: JsonObject,
  part: JsonObject,
  output: Output,
): CandidateTrack {
  output.notes.push({ type: 'audioTranscription', reading: asString(transcription.text) ?? '' });
  return addVerbatim(track, { kind: 'other', name: 'audioTranscription', toolCallId: null }, part, output);
}

/** A part of a kind that came after this was written, or one that holds nothing but its signature. */
function addOther(track: CandidateTrack, part: JsonObject, output: Output): CandidateTrack {
  const fields = Object.keys(part).filter((name) => name !== 'thought' && name !== 'thoughtSignature');
  if (fields.length === 0) {
    return signatureOf(part) === null ? track : addText(track, '', part, output);
  }
  output.hasUnknown = true;
  output.notes.push({ type: fields[0] ?? 'part', reading: toJson(part).slice(0, 200) });
  return addVerbatim(track, { kind: 'other', name: fields[0] ?? null, toolCallId: null }, part, output);
}

type Verbatim = { readonly kind: BlockKind; readonly name: string | null; readonly toolCallId: string | null };

function addVerbatim(track: CandidateTrack, what: Verbatim, part: JsonObject, output: Output): CandidateTrack {
  const closed = closeOpen(track, output.deltas, 'whole');
  const at = { choice: track.index, block: nextBlock(closed, what.kind) };
  output.deltas.push({
    type: 'block-start',
    ...at,
    kind: what.kind,
    ...(what.name === null ? {} : { name: what.name }),
    ...(what.toolCallId === null ? {} : { toolCallId: what.toolCallId }),
  });
  output.deltas.push({ type: 'block-patch', ...at, native: part });
  pushSignature(at, part, output.deltas);
  output.deltas.push({ type: 'block-end', ...at });
  return { ...closed, blockCount: closed.blockCount + 1 };
}
