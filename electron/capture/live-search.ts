/** Full-text search over exchanges that still run: their text is in memory, nothing of it is indexed yet. */
import { partText } from '../../shared/conversation/exchange-pieces.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { ExchangeRecorder } from './exchange-recorder-api.ts';

/** Of each text (lower case), the exchanges in which it stands. Of a request only its last messages are known while it runs. */
export function searchLive(
  recorders: readonly ExchangeRecorder[],
  texts: readonly string[],
): readonly (readonly ExchangeId[])[] {
  const found = texts.map((): ExchangeId[] => []);
  for (const recorder of recorders) {
    const words = liveText(recorder).toLowerCase();
    texts.forEach((text, index) => {
      if (words.includes(text)) found[index]?.push(recorder.id);
    });
  }
  return found;
}

function liveText(recorder: ExchangeRecorder): string {
  const messages = recorder.reading()?.messages ?? [];
  const blocks = recorder.completion()?.choices.flatMap((choice) => choice.blocks) ?? [];
  const headers = recorder.detail().start.requestHeaders.map(({ name, value }) => `${name}: ${value}`);
  return [
    ...messages.flatMap(({ parts }) => parts.map(partText)),
    ...blocks.map(({ name, text }) => `${name ?? ''} ${text}`),
    ...headers,
  ].join('\n');
}
