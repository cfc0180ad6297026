/**
 * Entry of the traffic thread: posts in, posts out. A bug in here is told, and traffic goes on. Everything it does is in
 * traffic-session.ts.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { answerCall } from '../storage/worker-calls.ts';
import type { ToTraffic, TrafficThreadData } from './traffic-messages.ts';
import { createTrafficSession } from './traffic-session.ts';

const port = parentPort;
if (port === null) throw new Error('traffic-worker.ts runs as a worker only');

const reportFault = (fault: unknown): void => console.error('a fault inside Wirelens; traffic goes on', fault);
process.on('uncaughtException', reportFault);
process.on('unhandledRejection', reportFault);

const session = createTrafficSession(
  workerData as TrafficThreadData,
  (message, transfer = []) => port.postMessage(message, transfer),
  reportFault,
);

port.on('message', (message: ToTraffic) => {
  switch (message.kind) {
    case 'capture':
      session.tellCapture(message.name, message.words);
      break;
    case 'program':
      session.nameProgram(message.listener, message.program);
      break;
    case 'call':
      answerCall(port, session.calls, message);
      break;
  }
});
