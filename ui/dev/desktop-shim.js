/**
 * Stands in for the desktop shell in a plain browser, so that platform/tauri itself is what runs.
 * Injected before the page's scripts; the variant comes from `window.__SHIM__`.
 */
(() => {
  const options = Object.assign(
    { phase: 'ready', signedIn: false, alertSignedIn: true, link: 'up', sound: 'on', onlyFirst: false },
    window.__SHIM__ ?? {},
  );
  const callbacks = new Map();
  const listeners = new Map();
  let nextId = 1;
  let state = {
    phase: options.phase,
    mode: options.phase === 'first_run' ? null : (options.mode ?? 'demo'),
    stage: options.stage ?? null,
    problem: options.problem ?? null,
    workstation: null,
    credential_saved: true,
    keychain: options.keychain ?? 'absent',
    sound: { state: options.sound, device: 'Speakers (USB)' },
    listener: { address: '127.0.0.1:8080' },
    link: {
      state: options.link,
      since: new Date(Date.now() - (options.link === 'up' ? 60000 : 12000)).toISOString(),
      last_event_id: 'mock-48213',
      last_ping_at: new Date(Date.now() - 2000).toISOString(),
    },
    version: '0.1.0',
  };
  const emit = (event, payload) => {
    for (const id of listeners.get(event) ?? []) callbacks.get(id)?.({ event, id, payload });
  };
  window.__shimEmit = emit;
  window.__shimSet = (change) => {
    state = { ...state, ...change };
    emit('station-state', state);
  };
  const withStation = async () => {
    if (state.phase === 'ready' && state.workstation === null) {
      const { workstation } = await (await fetch('/mock/workstation')).json().catch(() => ({}));
      state.workstation = workstation ?? null;
    }
    return state;
  };
  const commands = {
    async api_request(payload, { headers }) {
      if (options.apiDown) throw new Error('link down');
      const init = { method: headers['x-method'], headers: JSON.parse(headers['x-headers']) };
      if (init.method !== 'GET') init.body = payload;
      const response = await fetch(headers['x-path'], init);
      const body = new Uint8Array(await response.arrayBuffer());
      const head = new TextEncoder().encode(
        JSON.stringify({ status: response.status, headers: Object.fromEntries(response.headers) }),
      );
      const answer = new Uint8Array(4 + head.length + body.length);
      new DataView(answer.buffer).setUint32(0, head.length);
      answer.set(head, 4);
      answer.set(body, 4 + head.length);
      return answer.buffer;
    },
    async session({ action }) {
      if (action.kind === 'resume') return { signed_in: options.signedIn, remembered: false };
      if (action.kind === 'sign_out') return { signed_in: false, remembered: false };
      const response = await fetch('/api/auth/login', { method: 'POST', body: JSON.stringify(action) });
      if (response.ok) return { signed_in: true, remembered: false };
      return {
        signed_in: false,
        remembered: false,
        problem: { ...(await response.json()), retry_after: 900 },
      };
    },
    async stream({ action }) {
      if (action.kind === 'close') return 0;
      const send = (message) =>
        window.__TAURI_INTERNALS__.runCallback(action.channel.id, { index: send.index++, message });
      send.index = 0;
      const source = new EventSource(`/api/events/stream?topics=${action.topics}`);
      for (const event of ['ping', 'emergency_alert', 'board_changed', 'gap', 'session_ended'])
        source.addEventListener(event, (m) => {
          if (!window.__shimMute) send({ kind: 'event', id: m.lastEventId, event, data: m.data });
        });
      source.onopen = () => send({ kind: 'link', up: true });
      return 1;
    },
    async station({ action }) {
      if (action.kind === 'check_server')
        return { reachable: true, latency_ms: 38, version: '0.1.0', is_demo: true };
      if (action.kind.startsWith('choose'))
        window.__shimSet({ phase: 'starting', mode: 'demo', stage: 'unpacking' });
      return withStation();
    },
    async alert_window({ action }) {
      if (action.kind !== 'state') {
        (window.__alertCalls ??= []).push(action);
        return null;
      }
      const response = await fetch('/mock/station-alerts');
      return {
        signed_in: options.alertSignedIn,
        alerts: (await response.json()).slice(0, options.onlyFirst ? 1 : 9),
        demo: options.demo ?? true,
      };
    },
    'plugin:event|listen': async ({ event, handler }) => {
      listeners.set(event, [...(listeners.get(event) ?? []), handler]);
      return handler;
    },
    'plugin:event|unlisten': async () => null,
  };
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener() {} };
  window.__TAURI_INTERNALS__ = {
    transformCallback(callback) {
      const id = nextId++;
      callbacks.set(id, callback);
      return id;
    },
    unregisterCallback(id) {
      callbacks.delete(id);
    },
    runCallback(id, payload) {
      callbacks.get(id)?.(payload);
    },
    callbacks,
    async invoke(command, payload, extra) {
      return commands[command](payload, extra ?? {});
    },
    convertFileSrc: (path) => path,
    metadata: { currentWindow: { label: 'main' }, currentWebview: { label: 'main' } },
  };
})();
