/** Passes 1xx answers (100 Continue, 103 Early Hints…) to the client with their headers as they were. */
import type { InformationEvent } from 'node:http';
import type { ExchangeResponse } from './exchange-sides.ts';

/** HTTP/1.0 clients know no 1xx (RFC 9110, 15.2). A pipelined response passes them when its turn comes. */
export function passInformation(client: ExchangeResponse, information: InformationEvent): void {
  if (client.headersSent || client.destroyed) return;
  if (client.http2 !== undefined) {
    client.http2.inform(information);
    return;
  }
  if (client.req.httpVersionMinor === 0) return;
  const { socket } = client;
  if (information.statusCode === 100) client.writeContinue();
  else if (socket !== null) socket.write(headText(information), 'latin1');
  else client.once('socket', () => passInformation(client, information));
}

function headText(information: InformationEvent): string {
  let text = `HTTP/1.1 ${information.statusCode} ${information.statusMessage}\r\n`;
  const raw = information.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) text += `${raw[index]}: ${raw[index + 1]}\r\n`;
  return `${text}\r\n`;
}
