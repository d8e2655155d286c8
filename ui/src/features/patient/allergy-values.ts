/** In the order they are offered: what is known first. */
export const ALLERGY_STATES = ['known', 'none_known', 'not_asked', 'unable_to_obtain'] as const;
export const ALLERGY_SEVERITIES = ['mild', 'moderate', 'severe', 'life_threatening'] as const;
export const ALLERGY_CATEGORIES = ['medicine', 'food', 'environment', 'other'] as const;
