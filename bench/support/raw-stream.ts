/**
 * One stream read from a socket of its own, without Node's HTTP client: at 20,000 events/s that one takes a third of a core, which
 * the measured proxy and its window then lack. Knows just enough HTTP/1.1 to read a chunked answer of our own upstream.
 */
import { connect } from 'node:net';

/** All sockets read into the same memory: a callback is done with its bytes before the next read. */
const memory = Buffer.allocUnsafeSlow(256 * 1024);
const end = Buffer.from('0\r\n\r\n');

/**
 * POSTs `body` and reads the answer to its end. `onBytes` gets what comes after the head, chunk sizes included; the bytes are
 * lent for the call. Rejects when the stream is cut, or not answered by 200.
 */
export function readRawStream(url: string, body: string, onBytes: (bytes: Buffer) => void): Promise<void> {
  const { hostname, port, pathname, host } = new URL(url);
  const head = [`POST ${pathname} HTTP/1.1`, `Host: ${host}`, 'Content-Type: application/json'];
  return new Promise((resolve, reject) => {
    let isBody = false;
    let isEnded = false;
    let headText = '';
    const takeHead = (bytes: Buffer): Buffer | null => {
      headText += bytes.toString('latin1');
      const at = headText.indexOf('\r\n\r\n');
      if (at < 0) return null;
      if (!headText.startsWith('HTTP/1.1 200')) socket.destroy(new Error(headText.slice(0, headText.indexOf('\r\n'))));
      isBody = true;
      return Buffer.from(headText.slice(at + 4), 'latin1');
    };
    const take = (bytes: Buffer): void => {
      if (bytes.length === 0) return;
      onBytes(bytes);
      isEnded = bytes.length >= end.length && bytes.compare(end, 0, end.length, bytes.length - end.length) === 0;
      if (isEnded) socket.end();
    };
    const callback = (length: number): boolean => {
      const bytes = memory.subarray(0, length);
      const rest = isBody ? bytes : takeHead(bytes);
      if (rest !== null) take(rest);
      return true;
    };
    const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer: memory, callback } });
    socket.on('error', reject);
    socket.on('close', () => (isEnded ? resolve() : reject(new Error('the stream was cut'))));
    socket.write(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}

/** Calls back with the number behind each `at=` of whole events; a stamp cut in two by a read is put together. */
export function createStampReader(onStamp: (stamp: number) => void): (bytes: Buffer) => void {
  let rest = '';
  const read = (bytes: Buffer, from: number): void => {
    let value = 0;
    let scale = 0;
    for (let at = from; at < bytes.length; at += 1) {
      const code = bytes[at] as number;
      if (code === 46) scale = 1;
      else if (code < 48 || code > 57) break;
      else {
        value = value * 10 + code - 48;
        scale *= 10;
      }
    }
    onStamp(value / Math.max(1, scale));
  };
  const readAll = (bytes: Buffer): number => {
    let next = 0;
    for (;;) {
      const at = bytes.indexOf('at=', next);
      if (at < 0) return next;
      const eventEnd = bytes.indexOf('\n\n', at);
      if (eventEnd < 0) return at;
      read(bytes, at + 3);
      next = eventEnd + 2;
    }
  };
  return (bytes) => {
    const joined = rest === '' ? bytes : Buffer.from(rest + bytes.toString('latin1'), 'latin1');
    const done = readAll(joined);
    // What follows the last event are a few bytes of the chunk's border, or the beginning of the next event.
    const isCut = joined.length - done > 8;
    rest = isCut ? joined.toString('latin1', done) : '';
  };
}
