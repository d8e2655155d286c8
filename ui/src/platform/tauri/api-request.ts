import { invoke } from '@tauri-apps/api/core';

/** Statuses whose answers may carry no body at all, not even an empty one. */
const BODILESS = new Set([101, 204, 205, 304]);

interface Head {
  readonly status: number;
  readonly headers: Record<string, string>;
}

/**
 * Carries one API request through the shell as raw bytes: no JSON of JSON, and no token in the webview.
 * The answer is a big-endian u32 length, that many bytes of JSON head, then the body.
 */
export async function apiRequest(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    headers[name] = value;
  });
  const answer = await invoke<ArrayBuffer | Uint8Array | number[]>('api_request', body, {
    headers: {
      'x-method': request.method,
      'x-path': `${url.pathname}${url.search}`,
      'x-headers': JSON.stringify(headers),
    },
  });
  return decodeAnswer(answer);
}

export function decodeAnswer(answer: ArrayBuffer | Uint8Array | number[]): Response {
  const bytes = answer instanceof Uint8Array ? answer : new Uint8Array(answer);
  const headLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headLength))) as Head;
  const body = bytes.slice(4 + headLength);
  return new Response(BODILESS.has(head.status) ? null : body, {
    status: head.status,
    headers: head.headers,
  });
}
