/**
 * A process that captures one endless stream until it is killed: prints, for every chunk, its number and the time it was
 * told, so that the killer knows what must have reached the disk. Arguments: data folder, worker file.
 */
import { pathToFileURL } from 'node:url';
import { createCapture } from '../../electron/capture/capture.ts';
import { nextExchangeId, startOf, tellRequest, tellResponseStart } from './capture-told.ts';

const [, , dataFolder = '', workerFile = ''] = process.argv;
const capture = createCapture({
  dataFolder,
  workerFile: pathToFileURL(workerFile),
  onBatch: () => {},
  onNotice: (title, text) => process.stderr.write(`${title}: ${text}\n`),
});
await capture.status();
const id = nextExchangeId();
tellRequest(capture.sink, startOf(id), '{"model":"gpt-test","stream":true,"messages":[]}');
tellResponseStart(capture.sink, id, { 'Content-Type': 'text/event-stream' });
let number = 0;
setInterval(() => {
  const now = Date.now();
  capture.sink.responseChunk(id, now, Buffer.from(`data: {"number":${number}}\n\n`), true);
  process.stdout.write(`${number} ${now}\n`);
  number += 1;
}, 5);
