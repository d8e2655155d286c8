import { useTranslation } from 'react-i18next';
import { Icon } from '../../design/Icon.tsx';
import classes from './Capabilities.module.css';
import { capabilityIcon, capabilityWord } from './capability.ts';

/** What a bed has, or a patient needs: a small picture and the word. */
export function Capabilities({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <span className={classes.list}>
      {names.map((name) => {
        const icon = capabilityIcon(name);
        return (
          <span key={name} className={classes.one}>
            {icon === null ? null : <Icon name={icon} size={12} />}
            {capabilityWord(name, t)}
          </span>
        );
      })}
    </span>
  );
}
