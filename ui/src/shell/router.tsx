import {
  Navigate,
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
} from '@tanstack/react-router';
import type { Role } from '../api/types.ts';
import { AlertDetailScreen } from '../features/alert/AlertDetailScreen.tsx';
import { AlertListScreen } from '../features/alert/AlertListScreen.tsx';
import { DoctorListScreen } from '../features/doctor/DoctorListScreen.tsx';
import { DoctorScreen } from '../features/doctor/DoctorScreen.tsx';
import { chartSearch } from '../features/patient/chart/chart-tab.ts';
import { ChartScreen } from '../features/patient/chart/ChartScreen.tsx';
import { HospitalScreen } from '../features/hospital/HospitalScreen.tsx';
import { StatisticsScreen } from '../features/hospital/statistics/StatisticsScreen.tsx';
import { OwnRecordScreen } from '../features/patient/OwnRecordScreen.tsx';
import { registerSearch } from '../features/patient/register/register-search.ts';
import { RegisterScreen } from '../features/patient/register/RegisterScreen.tsx';
import { PatientsScreen } from '../features/patient/search/PatientsScreen.tsx';
import { boardSearch } from '../features/ward/board-place.ts';
import { WardBoardScreen } from '../features/ward/WardBoardScreen.tsx';
import { StationSettingsScreen } from '../features/workstation/StationSettingsScreen.tsx';
import { StationsScreen } from '../features/workstation/StationsScreen.tsx';
import { CrashScreen } from './CrashScreen.tsx';
import { Frame } from './Frame.tsx';
import { HOME } from './destinations.ts';

const root = createRootRoute({ component: Frame, errorComponent: CrashScreen });
const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  component: WardBoardScreen,
  validateSearch: boardSearch,
});
const alerts = createRoute({ getParentRoute: () => root, path: '/alerts', component: AlertListScreen });
const alertDetail = createRoute({
  getParentRoute: () => root,
  path: '/alerts/$alertId',
  component: function AlertDetailRoute() {
    const { alertId } = alertDetail.useParams();
    return <AlertDetailScreen key={alertId} alertId={alertId} />;
  },
});
const doctors = createRoute({ getParentRoute: () => root, path: '/doctors', component: DoctorListScreen });
const doctor = createRoute({
  getParentRoute: () => root,
  path: '/doctors/$doctorId',
  component: function DoctorRoute() {
    const { doctorId } = doctor.useParams();
    return <DoctorScreen key={doctorId} doctorId={doctorId} />;
  },
});
const patients = createRoute({ getParentRoute: () => root, path: '/patients', component: PatientsScreen });
const register = createRoute({
  getParentRoute: () => root,
  path: '/patients/register',
  validateSearch: registerSearch,
  component: function RegisterRoute() {
    const { as = 'identified', mother } = register.useSearch();
    return <RegisterScreen key={`${as} ${mother ?? ''}`} startAs={as} motherId={mother} />;
  },
});
const chart = createRoute({
  getParentRoute: () => root,
  path: '/patients/$patientId',
  validateSearch: chartSearch,
  component: function ChartRoute() {
    const { patientId } = chart.useParams();
    const { tab = 'overview' } = chart.useSearch();
    return <ChartScreen key={patientId} patientId={patientId} tab={tab} />;
  },
});
const hospitalSetup = createRoute({
  getParentRoute: () => root,
  path: '/hospital',
  component: HospitalScreen,
});
const statistics = createRoute({
  getParentRoute: () => root,
  path: '/statistics',
  component: StatisticsScreen,
});
const stations = createRoute({ getParentRoute: () => root, path: '/stations', component: StationsScreen });
const station = createRoute({
  getParentRoute: () => root,
  path: '/station',
  component: StationSettingsScreen,
});
const record = createRoute({ getParentRoute: () => root, path: '/record', component: OwnRecordScreen });

export function createAppRouter(role: Role) {
  const home = HOME[role];
  const index = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <Navigate to={home} />,
  });
  return createRouter({
    routeTree: root.addChildren([
      index,
      board,
      alerts,
      alertDetail,
      patients,
      register,
      chart,
      doctors,
      doctor,
      hospitalSetup,
      statistics,
      stations,
      station,
      record,
    ]),
    history: createHashHistory(),
    defaultErrorComponent: CrashScreen,
    defaultNotFoundComponent: () => <Navigate to={home} />,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
