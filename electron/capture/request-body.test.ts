import { describe, expect, it } from 'vitest';
import { createRequestBody } from './request-body.ts';

const chunk = (text: string, index = 0) => ({ index, receivedAt: 0, bytes: new TextEncoder().encode(text) });

function leaseSpy() {
  const lease = {
    holders: 0,
    hold: () => {
      lease.holders += 1;
    },
    letGo: () => {
      lease.holders -= 1;
    },
  };
  return lease;
}

describe('a request body', () => {
  it('is parsed from its pieces, behind white space too, and holds what was lent until then', () => {
    const lease = leaseSpy();
    const body = createRequestBody(null, 'application/json');
    body.push(chunk(' \r\n'), lease);
    body.push(chunk('\t{"model":', 1), lease);
    body.push(chunk('"m"}', 2), lease);
    expect(lease.holders).toBe(3);
    expect(body.parse()).toEqual({ model: 'm' });
    expect(lease.holders).toBe(0);
  });

  it.each(['{}', '[1]', '"text"', '-1', '0', 'true', 'false', 'null'])('of %s is what JSON.parse says', (text) => {
    const body = createRequestBody(null, null);
    body.push(chunk(text));
    expect(body.parse()).toEqual(JSON.parse(text));
  });

  it('that cannot be JSON by its first byte is let go of at once', () => {
    const lease = leaseSpy();
    const body = createRequestBody(null, 'multipart/form-data; boundary=x');
    body.push(chunk('\r\n--x\r\n'), lease);
    body.push(chunk('{"model":"m"}', 1), lease);
    expect(lease.holders).toBe(0);
    expect(body.parse()).toBeNull();
  });

  it('lets go of what was lent when a part is lost, and when nobody asks', () => {
    const lease = leaseSpy();
    const lost = createRequestBody(null, null);
    lost.push(chunk('{'), lease);
    lost.lose();
    const left = createRequestBody(null, null);
    left.push(chunk('{'), lease);
    left.dispose();
    expect(lease.holders).toBe(0);
    expect(lost.parse()).toBeNull();
  });
});
