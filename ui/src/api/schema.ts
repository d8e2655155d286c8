// Generated from openapi.json by `npm run codegen`. Do not edit.

export interface paths {
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tokens"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: {
                    active_only?: boolean;
                    limit?: number;
                    severity?: components["schemas"]["Severity"];
                    skip?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency/alerts/{alert_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    alert_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency/alerts/{alert_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    alert_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/emergency/alerts/{alert_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    alert_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlertEvent"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/emergency/alerts/{alert_id}/false-alarm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    alert_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/emergency/alerts/{alert_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    alert_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ResolutionNotes"];
                };
            };
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/emergency/alerts/{alert_id}/respond": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    alert_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OptionalNotes"];
                };
            };
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/emergency/patients/{patient_id}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    patient_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Alert"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hospitals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Hospital"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hospitals/{hospital_name}/wards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    hospital_name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WardSummary"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/installation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Installation"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patients/{patient_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    patient_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Patient"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/patients/{patient_id}/admissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    patient_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Admission"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            responses: {
                /** @description ok */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": unknown;
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/wards/{id}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Board"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workstations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Workstation"][];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workstations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workstations/enrolment-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EnrolmentCodeRequest"];
                };
            };
            responses: {
                /** @description ok */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EnrolmentCode"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workstations/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description ok */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Workstation"];
                    };
                };
                /** @description problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Admission: {
            /** Format: date-time */
            admitted_at: string;
            bed?: null | components["schemas"]["BedRef"];
            /** Format: date-time */
            discharged_at?: string | null;
            /** Format: uuid */
            id: string;
            reason?: string | null;
            ward?: null | components["schemas"]["WardRef"];
        };
        Alert: {
            acknowledged?: null | components["schemas"]["Answer"];
            alert_id: string;
            alert_type: components["schemas"]["AlertType"];
            allowed_actions: components["schemas"]["AlertCommand"][];
            bed?: null | components["schemas"]["BedRef"];
            closed?: null | components["schemas"]["Answer"];
            description?: string | null;
            /** Format: uuid */
            hospital_id: string;
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            last_occurrence_at: string;
            location?: unknown;
            occurrences: number;
            patient?: null | components["schemas"]["Patient"];
            place: string;
            /** Format: date-time */
            raised_at: string;
            reach: components["schemas"]["Reach"];
            responding?: null | components["schemas"]["Answer"];
            rule?: string | null;
            severity: components["schemas"]["Severity"];
            status: components["schemas"]["AlertStatus"];
            /** Format: date-time */
            taken_at?: string | null;
            trigger_data?: unknown;
            triggered_by: components["schemas"]["TriggeredBy"];
            version: number;
            ward?: null | components["schemas"]["WardRef"];
        };
        /** @enum {string} */
        AlertCommand: "acknowledge" | "respond" | "resolve" | "false_alarm";
        AlertCounts: {
            critical: number;
            high: number;
            low: number;
            medium: number;
        };
        AlertEvent: {
            /** Format: date-time */
            at: string;
            by?: null | components["schemas"]["UserRef"];
            kind: components["schemas"]["HistoryKind"];
            notes?: string | null;
            workstation?: null | components["schemas"]["WorkstationRef"];
        };
        /** @enum {string} */
        AlertStatus: "active" | "acknowledged" | "responding" | "resolved" | "false_alarm";
        /** @enum {string} */
        AlertType: "cardiac_arrest" | "fall_detection" | "abnormal_vitals" | "manual_trigger" | "seizure" | "unconscious" | "other";
        /** @enum {string} */
        AllergyState: "known" | "none_known" | "not_asked" | "unable_to_obtain";
        Answer: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["UserRef"];
            notes?: string | null;
            workstation?: null | components["schemas"]["WorkstationRef"];
        };
        BedRef: {
            bay: string;
            /** Format: uuid */
            id: string;
            label: string;
        };
        /** @enum {string} */
        BedState: "free" | "occupied" | "cleaning" | "closed";
        Board: {
            /** Format: date-time */
            as_at: string;
            beds: components["schemas"]["BoardBed"][];
            counts: components["schemas"]["BoardCounts"];
            hospital: components["schemas"]["HospitalContact"];
            last_event_id: string;
            no_bed: components["schemas"]["Occupant"][];
            ward: components["schemas"]["WardRef"];
        };
        BoardAlert: {
            alert_id: string;
            alert_type: components["schemas"]["AlertType"];
            /** Format: date-time */
            raised_at: string;
            severity: components["schemas"]["Severity"];
            status: components["schemas"]["AlertStatus"];
        };
        BoardBed: {
            bay: string;
            capabilities: string[];
            /** Format: uuid */
            id: string;
            label: string;
            occupant?: null | components["schemas"]["Occupant"];
            position: number;
            state: components["schemas"]["BedState"];
            state_reason?: string | null;
            /** Format: date-time */
            state_since: string;
        };
        BoardCounts: {
            cleaning: number;
            closed: number;
            free: number;
            no_bed: number;
            patients: number;
        };
        Demo: {
            accounts: components["schemas"]["DemoAccount"][];
            enrolment_code: string;
            password: string;
        };
        DemoAccount: {
            description: string;
            email: string;
            full_name: string;
            role: components["schemas"]["Role"];
        };
        EnrolmentCode: {
            code: string;
            /** Format: date-time */
            expires_at: string;
        };
        EnrolmentCodeRequest: {
            /** Format: uuid */
            hospital_id: string;
            valid_minutes?: number | null;
            ward_ids: string[];
        };
        FieldError: {
            field: string;
            message: string;
        };
        /** @enum {string} */
        Gender: "male" | "female" | "other" | "prefer_not_to_say";
        Health: {
            status: string;
        };
        /** @enum {string} */
        HistoryKind: "raised" | "repeated" | "severity_raised" | "acknowledged" | "responding" | "resolved" | "false_alarm";
        Hospital: {
            /** Format: uuid */
            id: string;
            name: string;
            time_zone: string;
        };
        HospitalContact: {
            alert_phone_number?: string | null;
            crash_call_number?: string | null;
            /** Format: uuid */
            id: string;
            name: string;
            time_zone: string;
        };
        Installation: {
            demo?: null | components["schemas"]["Demo"];
            hospital_name?: string | null;
            is_demo: boolean;
            needs_setup: boolean;
            version: string;
        };
        /** @enum {string} */
        Isolation: "contact" | "droplet" | "airborne";
        Login: {
            email: string;
            password: string;
        };
        Me: {
            email: string;
            full_name: string;
            hospital?: null | components["schemas"]["HospitalContact"];
            /** Format: uuid */
            id: string;
            patient?: null | components["schemas"]["PatientRef"];
            permissions: string[];
            role: components["schemas"]["Role"];
            session: components["schemas"]["SessionInfo"];
            wards: components["schemas"]["WardRef"][];
            workstation?: null | components["schemas"]["SessionWorkstation"];
        };
        Notes: {
            notes: string;
        };
        Occupant: {
            /** Format: uuid */
            admission_id: string;
            /** Format: date-time */
            admitted_at: string;
            alerts: components["schemas"]["BoardAlert"][];
            allergies: string[];
            allergy_state?: null | components["schemas"]["AllergyState"];
            /** Format: date-time */
            expected_discharge_at?: string | null;
            isolation?: null | components["schemas"]["Isolation"];
            patient: components["schemas"]["PatientIdentity"];
            place?: string | null;
            responsible_doctor?: string | null;
            resuscitation_status?: null | components["schemas"]["ResuscitationStatus"];
            same_surname_beds: string[];
            wearable?: null | components["schemas"]["Watching"];
        };
        OptionalNotes: {
            notes?: string | null;
        };
        Patient: {
            age_years: number;
            allergies: string[];
            allergy_state?: null | components["schemas"]["AllergyState"];
            code: string;
            /** Format: date */
            date_of_birth: string;
            family_name: string;
            gender: components["schemas"]["Gender"];
            given_name: string;
            /** Format: uuid */
            id: string;
            place?: string | null;
            resuscitation_status?: null | components["schemas"]["ResuscitationStatus"];
            title?: string | null;
        };
        PatientIdentity: {
            age_years: number;
            code: string;
            /** Format: date */
            date_of_birth: string;
            family_name: string;
            gender: components["schemas"]["Gender"];
            given_name: string;
            /** Format: uuid */
            id: string;
            title?: string | null;
        };
        PatientRef: {
            code: string;
            /** Format: uuid */
            id: string;
        };
        Problem: {
            current?: null | components["schemas"]["Alert"];
            detail: string;
            errors?: components["schemas"]["FieldError"][] | null;
            instance?: string | null;
            status: number;
            title: string;
            type: string;
        };
        Reach: {
            displayed: number;
            nobody_reached: boolean;
            phone?: string | null;
            received: number;
            recipients: number;
            sounded: number;
            stations: components["schemas"]["StationReach"][];
        };
        Readiness: {
            database: boolean;
            log_reader: boolean;
            status: string;
            version: string;
        };
        ResolutionNotes: {
            resolution_notes: string;
        };
        /** @enum {string} */
        ResuscitationStatus: "full_treatment" | "limited_treatment" | "not_for_resuscitation";
        /** @enum {string} */
        Role: "admin" | "doctor" | "nurse" | "pharmacist" | "patient";
        SessionInfo: {
            /** Format: date-time */
            expires_at: string;
            /** Format: uuid */
            id: string;
        };
        SessionWorkstation: {
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["WorkstationKind"];
            lock_after_minutes: number;
            name: string;
        };
        Setup: {
            admin: components["schemas"]["SetupAdmin"];
            alert_phone_number?: string | null;
            bed_count: number;
            crash_call_number?: string | null;
            hospital_name: string;
            time_zone: string;
            ward_name: string;
        };
        SetupAdmin: {
            email: string;
            full_name: string;
            password: string;
        };
        /** @enum {string} */
        Severity: "critical" | "high" | "medium" | "low";
        StationReach: {
            displayed: boolean;
            /** Format: uuid */
            id: string;
            listening: boolean;
            name: string;
            received: boolean;
            sounded: boolean;
        };
        Tokens: {
            access_token?: string | null;
            expires_in: number;
            refresh_token?: string | null;
            token_type: string;
        };
        /** @enum {string} */
        TriggeredBy: "wearable" | "manual" | "system";
        UserRef: {
            full_name: string;
            /** Format: uuid */
            id: string;
        };
        WardRef: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        WardSummary: {
            bed_count: number;
            /** Format: uuid */
            id: string;
            kind: string;
            name: string;
        };
        Watching: {
            device_label: string;
            /** Format: date-time */
            last_taken_at?: string | null;
        };
        Workstation: {
            bed_count: number;
            hospital: components["schemas"]["HospitalContact"];
            /** Format: uuid */
            id: string;
            kind: components["schemas"]["WorkstationKind"];
            /** Format: date-time */
            last_seen_at?: string | null;
            listening: boolean;
            lock_after_minutes: number;
            name: string;
            open_alerts: components["schemas"]["AlertCounts"];
            wards: components["schemas"]["WardRef"][];
        };
        /** @enum {string} */
        WorkstationKind: "nurse_station" | "ward" | "pharmacy" | "office" | "kiosk";
        WorkstationRef: {
            /** Format: uuid */
            id: string;
            name: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
