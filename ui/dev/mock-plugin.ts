/** Answers `/api` from `mock-data.ts` while `vite --mode mock` runs. Never part of a build. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin, PreviewServer, ViteDevServer } from 'vite';
import type { Alert, Role } from '../src/api/types.ts';
import { type Reply, adminRoute } from './mock-admin.ts';
import * as data from './mock-data.ts';
import { people } from './mock-people.ts';
import { stays } from './mock-stays.ts';

let event = 48_213;
let role: Role | null = null;
const streams = new Set<ServerResponse>();

function frame(name: string, payload: unknown): string {
  return `id: mock-${event}\nevent: ${name}\ndata: ${JSON.stringify(payload)}\n\n`;
}

function emit(name: string, payload: unknown): void {
  event += 1;
  for (const stream of streams) stream.write(frame(name, payload));
}

setInterval(() => {
  for (const stream of streams) {
    stream.write(frame('ping', { timestamp: new Date().toISOString(), last_event_id: `mock-${event}` }));
  }
}, 5_000).unref();

function changed(kind: string, alert: Alert): void {
  emit('emergency_alert', {
    event: kind,
    alert_id: alert.alert_id,
    severity: alert.severity,
    status: alert.status,
    ward_id: alert.ward?.id,
    version: alert.version,
    timestamp: new Date().toISOString(),
  });
  emit('board_changed', { ward_id: alert.ward?.id, reason: kind, timestamp: new Date().toISOString() });
}

const by = { id: '00000000-0000-7000-8000-000000000501', full_name: 'Ingrid Halvorsen' };

function answer(alert: Alert, action: string, notes: string | undefined): [number, unknown] {
  const step = { by, at: new Date().toISOString(), notes: notes ?? null } as never;
  const kinds = {
    acknowledge: 'acknowledged',
    respond: 'responding',
    resolve: 'resolved',
    'false-alarm': 'false_alarm',
  } as const;
  const status = kinds[action as keyof typeof kinds];
  if (!(alert.allowed_actions as string[]).includes(action.replace('-', '_'))) {
    return [
      409,
      {
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        detail: 'Somebody answered this alert already.',
        current: alert,
      },
    ];
  }
  const index = data.alerts.indexOf(alert);
  const next = {
    ...alert,
    status,
    version: alert.version + 1,
    ...(status === 'acknowledged'
      ? { acknowledged: step }
      : status === 'responding'
        ? { responding: step }
        : { closed: step }),
    allowed_actions:
      status === 'acknowledged'
        ? ['respond', 'resolve', 'false_alarm']
        : status === 'responding'
          ? ['resolve', 'false_alarm']
          : [],
  } as Alert;
  data.alerts[index] = next;
  changed(`alert_${status}`, next);
  return [200, next];
}

async function read(request: IncomingMessage): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}

const problem = (status: number, detail: string): Reply => [
  status,
  { type: 'about:blank', title: detail, status, detail },
];

async function route(request: IncomingMessage, path: string): Promise<Reply> {
  const method = request.method ?? 'GET';
  const key = `${method} ${path}`;
  const body = method === 'GET' ? {} : await read(request);
  const open: Record<string, () => Reply> = {
    'GET /api/health': () => [200, { status: 'ok' }],
    'GET /api/ready': () => [200, { status: 'ready', version: '0.1.0', database: true, log_reader: true }],
    'GET /api/installation': () => [200, data.installation],
    'POST /api/auth/login': () => {
      if (body.password === 'locked') return problem(429, 'Too many attempts.');
      const account = data.installation.demo.accounts.find((a) => a.email === body.email);
      if (account === undefined || body.password !== data.installation.demo.password)
        return problem(401, 'E-mail or password is wrong.');
      role = account.role;
      return [200, { token_type: 'bearer', expires_in: 1800 }];
    },
    'POST /api/auth/logout': () => {
      role = null;
      return [204, null];
    },
    'POST /api/auth/refresh': () => (role === null ? problem(401, 'No session.') : [200, {}]),
    'GET /mock/workstation': () => [200, { workstation: data.workstation }],
    'GET /mock/station-alerts': () => [
      200,
      data.alerts
        .filter((a) => a.status === 'active' && (a.severity === 'critical' || a.severity === 'high'))
        .map(({ patient: _p, description: _d, trigger_data: _t, location: _l, ...rest }) => rest),
    ],
    'POST /mock/sign-in': () => {
      role = (body.role ?? 'nurse') as Role;
      return [204, null];
    },
    'POST /mock/raise': () => {
      const alert = data.makeAlert({
        n: event,
        ward: 0,
        bed: body.bed ?? 'D2',
        severity: (body.severity ?? 'critical') as never,
        status: 'active',
        since: 0,
        description: 'Oxygen saturation 84 %, below 90 %',
        value: '84',
      });
      data.alerts.push(alert);
      changed('alert_raised', alert);
      return [201, alert];
    },
  };
  const opened = open[key];
  if (opened !== undefined) return opened();
  if (role === null) return problem(401, 'Sign in first.');
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '');
  const told = (wardId: string) => {
    emit('board_changed', { ward_id: wardId, reason: 'stay', timestamp: new Date().toISOString() });
  };
  if (/^\/api\/admissions\/[^/]+\/events$/.test(path))
    return people(method, path.split('/').slice(2), query, body) ?? problem(404, 'Not in the mock.');
  return stays(method, path, query, body, told) ?? signedIn(key, path, body, role, query);
}

function signedIn(
  key: string,
  path: string,
  body: Record<string, string>,
  as: Role,
  query: URLSearchParams,
): Reply {
  const parts = path.split('/').slice(2);
  const isOpen = (alert: Alert) => alert.allowed_actions.length > 0;
  if (key === 'GET /api/auth/me') return [200, data.me(as)];
  if (parts[0] === 'wards' && parts[2] === 'board') return [200, data.board(parts[1] ?? '', `mock-${event}`)];
  if (key === 'GET /api/emergency/alerts') return [200, data.alerts.filter(isOpen)];
  if (parts[0] === 'emergency' && parts[1] === 'patients')
    return [200, data.alerts.filter((a) => a.patient?.id === parts[2] || a.patient?.code === parts[2])];
  if (parts[0] === 'emergency' && parts[1] === 'alerts') {
    const alert = data.alerts.find((a) => a.alert_id === parts[2]);
    if (alert === undefined) return problem(404, 'There is no such alert.');
    if (parts[3] === 'events') return [200, data.story(alert)];
    if (parts[3] !== undefined) return answer(alert, parts[3], body.notes ?? body.resolution_notes);
    return [200, alert];
  }
  const ofPeople = people(key.split(' ')[0] ?? '', parts, query, body);
  if (ofPeople !== null) return ofPeople;
  if (parts[0] === 'hospitals' && parts[2] === 'doctors') return [200, data.hospitalDoctors];
  const admin = adminRoute(key.split(' ')[0] ?? '', parts, query, body);
  if (admin !== null) return admin;
  if (key === 'GET /api/hospitals') return [200, data.hospitals];
  if (key === 'GET /api/patients/search') return [200, data.found];
  if (parts[0] === 'patients' && parts[2] === 'admissions') return [200, []];
  if (parts[0] === 'patients') return [200, data.recordOf(parts[1] ?? '')];
  if (key === 'GET /api/workstations') return [200, data.stations];
  if (key === 'GET /api/workstations/me') return [200, data.workstation];
  if (key === 'POST /api/workstations/enrolment-codes')
    return [201, { code: 'K4TM-9XQ2', expires_at: data.ago(-900) }];
  if (parts[0] === 'workstations' && key.startsWith('DELETE')) {
    const index = data.stations.findIndex((s) => s.id === parts[1]);
    data.stations.splice(index, 1);
    return [204, null];
  }
  return problem(404, 'Not in the mock.');
}

function answerAll(server: Pick<ViteDevServer | PreviewServer, 'middlewares'>): void {
  server.middlewares.use((request, response, next) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (!path.startsWith('/api/') && !path.startsWith('/mock/')) {
      next();
      return;
    }
    if (path.endsWith('/stream')) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      response.write('retry: 1000\n\n');
      response.write(frame('ping', { timestamp: new Date().toISOString(), last_event_id: `mock-${event}` }));
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return;
    }
    void route(request, path).then(([status, body, more = {}]) => {
      const headers: Record<string, string> = {
        ...more,
        'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
      };
      if (status === 429) headers['Retry-After'] = '900';
      response.writeHead(status, headers);
      response.end(body === null ? undefined : JSON.stringify(body));
    });
  });
}

export function mockBackend(): Plugin {
  return {
    name: 'mock-backend',
    configureServer: answerAll,
    // A built interface is what people use, and what is measured.
    configurePreviewServer: answerAll,
  };
}
