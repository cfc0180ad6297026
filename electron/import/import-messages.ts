/** Lines of messages as exchanges, one a line. */
import { isMessagesLine, messagesExchange } from '../../shared/import/message-lines.ts';
import type { ImportMark } from '../../shared/model/exchange.ts';
import type { SecretMasker } from '../proxy/secrets.ts';
import type { ArchiveReader } from './import-archive.ts';
import { importHarExchange } from './import-har.ts';
import type { ImportTarget } from './import-target.ts';

/** `writtenAt`: of the file, epoch ms. The lines have no times: each is a millisecond after the one before, so that the same file gives the same exchanges. */
export function createMessagesReader(
  target: ImportTarget,
  masker: SecretMasker,
  mark: ImportMark,
  writtenAt: number,
): ArchiveReader {
  let count = 0;
  return {
    line: async (text) => {
      await target.settle();
      if (text.trim() === '') return {};
      count += 1;
      const value = parsed(text);
      if (!isMessagesLine(value)) return { problem: `Line ${count} holds no messages.` };
      const exchange = messagesExchange(value, Math.floor(writtenAt) + count);
      return importHarExchange(exchange, target, masker, mark) ? {} : { skipped: true };
    },
    end: async () => ({}),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
