/** Short names for the generated types. Nothing here is written by hand: change the Rust types and run codegen. */
import type { components } from './schema.ts';

type Schemas = components['schemas'];

export type Alert = Schemas['Alert'];
export type AlertEvent = Schemas['AlertEvent'];
export type AlertStatus = Schemas['AlertStatus'];
export type AlertType = Schemas['AlertType'];
export type Severity = Schemas['Severity'];
export type AllergyState = Schemas['AllergyState'];
export type Board = Schemas['Board'];
export type BoardBed = Schemas['BoardBed'];
export type BoardAlert = Schemas['BoardAlert'];
export type Occupant = Schemas['Occupant'];
export type NoBedOccupant = Schemas['NoBedOccupant'];
export type DemoAccount = Schemas['DemoAccount'];
export type Installation = Schemas['Installation'];
export type Me = Schemas['Me'];
export type Patient = Schemas['Patient'];
export type Problem = Schemas['Problem'];
export type Ready = Schemas['Ready'];
export type Role = Schemas['Role'];
export type Setup = Schemas['Setup'];
export type Workstation = Schemas['Workstation'];
export type WorkstationListing = Schemas['WorkstationListing'];
export type WorkstationKind = Schemas['WorkstationKind'];
export type OpenAlertCounts = Schemas['OpenAlertCounts'];
export type AllowedAction = Schemas['AllowedAction'];
export type StationReach = Schemas['StationReach'];
