import { render } from 'preact';
import { App } from './app';
import { connect } from './lib/live';
import { apply } from './lib/theme';
import 'uplot/dist/uPlot.min.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/views.css';

apply();
connect();
render(<App />, document.getElementById('app')!);
