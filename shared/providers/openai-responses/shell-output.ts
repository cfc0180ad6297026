/** What a shell printed while it still runs: pieces of `stdout` and `stderr`, command by command, as the SDK's snapshot holds them. */
import { asIndex, asList, asObject, asString, type JsonObject } from '../json-reading.ts';
import { copyOfTrack, type ItemTrack } from './item-track.ts';

/** As the SDK fills it in before the command has ended. @see ResponseAccumulator's getShellOutputContent in openai-node */
const nothingPrinted: JsonObject = { stdout: '', stderr: '', outcome: { type: 'exit', exit_code: 0 } };

/** What one event says was printed, for the log. */
export function readPrinted(event: JsonObject): string {
  const delta = asObject(event.delta);
  return `${asString(delta?.stdout) ?? ''}${asString(delta?.stderr) ?? ''}`;
}

/** The track after `response.shell_call_output_content.delta`, or `.done` with the command's whole output. */
export function withPrinted(track: ItemTrack, event: JsonObject): ItemTrack {
  const index = asIndex(event.command_index) ?? 0;
  const printed = [...(track.printed ?? asList(track.item.output).map((piece) => asObject(piece) ?? nothingPrinted))];
  while (printed.length <= index) printed.push(nothingPrinted);
  const before = printed[index] ?? nothingPrinted;
  const whole = asObject(asList(event.output)[0]);
  printed[index] = whole ?? withPiece(before, asObject(event.delta) ?? {});
  const next = copyOfTrack(track);
  next.printed = printed;
  return next;
}

function withPiece(before: JsonObject, delta: JsonObject): JsonObject {
  const stdout = `${asString(before.stdout) ?? ''}${asString(delta.stdout) ?? ''}`;
  const stderr = `${asString(before.stderr) ?? ''}${asString(delta.stderr) ?? ''}`;
  return { ...before, stdout, stderr };
}
