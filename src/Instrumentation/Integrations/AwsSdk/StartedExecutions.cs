namespace DdRun.Instrumentation.Integrations.AwsSdk;

/// <summary>What a state machine is started with.</summary>
internal sealed class StartedExecutions() : SentText("AwsStepFunctions", "", "Input");
