/** Short names for the generated types. Nothing here is written by hand: change the Rust types and run codegen. */
import type { components } from './schema.ts';

type Schemas = components['schemas'];

export type Alert = Schemas['Alert'];
export type AlertEvent = Schemas['AlertEvent'];
export type AlertStatus = Schemas['AlertStatus'];
export type AlertType = Schemas['AlertType'];
export type Gender = Schemas['Gender'];
export type ResuscitationStatus = Schemas['ResuscitationStatus'];
export type HistoryKind = Schemas['HistoryKind'];
export type Severity = Schemas['Severity'];
export type AllergyState = Schemas['AllergyState'];
export type Board = Schemas['Board'];
export type BoardBed = Schemas['BoardBed'];
export type BoardAlert = Schemas['BoardAlert'];
export type Occupant = Schemas['Occupant'];
export type DemoAccount = Schemas['DemoAccount'];
export type Installation = Schemas['Installation'];
export type Me = Schemas['Me'];
export type Patient = Schemas['Patient'];
export type Problem = Schemas['Problem'];
export type Readiness = Schemas['Readiness'];
export type Role = Schemas['Role'];
export type Setup = Schemas['Setup'];
export type Workstation = Schemas['Workstation'];
export type WorkstationKind = Schemas['WorkstationKind'];
export type AlertCounts = Schemas['AlertCounts'];
export type AlertCommand = Schemas['AlertCommand'];
export type StationReach = Schemas['StationReach'];
