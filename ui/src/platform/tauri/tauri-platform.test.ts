import { clearMocks, mockIPC } from '@tauri-apps/api/mocks';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeAnswer } from './api-request.ts';
import { tauriPlatform } from './tauri-platform.ts';

function answer(head: unknown, body: string): Uint8Array {
  const headBytes = new TextEncoder().encode(JSON.stringify(head));
  const bodyBytes = new TextEncoder().encode(body);
  const bytes = new Uint8Array(4 + headBytes.length + bodyBytes.length);
  new DataView(bytes.buffer).setUint32(0, headBytes.length);
  bytes.set(headBytes, 4);
  bytes.set(bodyBytes, 4 + headBytes.length);
  return bytes;
}

afterEach(() => {
  clearMocks();
});

describe('the desktop', () => {
  it('carries a request as bytes and reads the answer back', async () => {
    const calls: { command: string; payload: unknown }[] = [];
    mockIPC((command, payload) => {
      calls.push({ command, payload });
      return answer({ status: 201, headers: { 'x-total-count': '1' } }, '{"name":"Adán"}').buffer;
    });
    const request = new Request('http://localhost/api/v1/things?limit=2', {
      method: 'POST',
      body: '{"a":1}',
    });
    const response = await tauriPlatform.fetch(request);
    expect(response.status).toBe(201);
    expect(response.headers.get('x-total-count')).toBe('1');
    expect(await response.json()).toEqual({ name: 'Adán' });
    expect(calls[0]?.command).toBe('api_request');
    expect(new TextDecoder().decode(calls[0]?.payload as Uint8Array)).toBe('{"a":1}');
  });

  it('takes an answer without a body', () => {
    expect(decodeAnswer(answer({ status: 204, headers: {} }, '')).status).toBe(204);
  });

  it('sends the kind of station beside the kind of action', async () => {
    let sent: unknown;
    mockIPC((_command, payload) => {
      sent = payload;
      return null;
    });
    await tauriPlatform.station?.chooseServer({
      url: 'https://cloudcare.example',
      enrolment_code: 'H7QK-2M9D',
      name: 'Nurse station 1',
      kind: 'nurse_station',
    });
    expect(sent).toEqual({
      action: {
        kind: 'choose_server',
        url: 'https://cloudcare.example',
        enrolment_code: 'H7QK-2M9D',
        station_name: 'Nurse station 1',
        station_kind: 'nurse_station',
      },
    });
  });

  it('says that the link is down where the stream cannot be opened', async () => {
    mockIPC(() => {
      throw new Error('no CloudCare to listen to yet');
    });
    const message = await new Promise((resolve) => {
      tauriPlatform.openStream({ topics: ['alerts'], after: null, onMessage: resolve });
    });
    expect(message).toEqual({ kind: 'link', up: false });
  });
});
