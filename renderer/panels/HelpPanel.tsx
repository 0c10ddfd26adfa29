import { decimalsByCurrency } from '../../main/domain/money.ts'
import { shortcutKeys, shortcuts } from '../shortcuts.ts'
import { useSay, useScreen, useView } from '../use-screen.tsx'
import { PanelButton } from './PanelButton.tsx'
import { PanelFrame } from './PanelFrame.tsx'

export const HelpPanel = () => {
  const say = useSay()
  const { currency } = useView()
  const { send } = useScreen()
  const rows: readonly (readonly [string, string])[] = [
    [say('help.digits'), say('help.digitsDoes')],
    ['Enter', say('help.enterDoes')],
    ['Esc', say('help.escDoes')],
    [say('help.backspaceKey'), say('sale.backspace')],
    [say('help.clearKey'), say('sale.clear')],
    ...shortcutKeys.map((key) => [key, say(`keys.${shortcuts[key]}`)] as const),
    ['Shift+F12', say('people.title')],
  ]
  return (
    <PanelFrame
      title={say('help.title')}
      testId="help"
      tools={
        <PanelButton
          testId="help-diagnosis"
          onPress={() => send({ type: 'open', panel: { type: 'diagnosis' } })}
        >
          {say('diagnosis.open')}
        </PanelButton>
      }
    >
      <h2 className="panel-subtitle">{say('help.flow')}</h2>
      <ol className="panel-steps">
        <li>{say(decimalsByCurrency[currency] === 0 ? 'help.step1Whole' : 'help.step1')}</li>
        <li>{say('help.step2')}</li>
        <li>{say('help.step3')}</li>
        <li>{say('help.step4')}</li>
      </ol>
      <h2 className="panel-subtitle">{say('help.keysTitle')}</h2>
      <table className="panel-keyTable">
        <tbody>
          {rows.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </PanelFrame>
  )
}
