using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.StepFunctions.Model;
using Amazon.StepFunctions.Model.Internal.MarshallTransformations;

namespace Amazon.StepFunctions
{
    public class AmazonStepFunctionsClient(AWSCredentials credentials, ServiceConfig config) : ServiceClient(credentials, config, "SFN")
    {
        public Task<StartExecutionResponse> StartExecutionAsync(StartExecutionRequest request) => Send<StartExecutionResponse>(request, StartExecutionRequestMarshaller.Instance);
    }
}

namespace Amazon.StepFunctions.Model
{
    public class StartExecutionRequest : AmazonWebServiceRequest
    {
        public string? Input { get; set; }
        public string StateMachineArn { get; set; } = "";
    }

    public class StartExecutionResponse : AmazonWebServiceResponse;
}

namespace Amazon.StepFunctions.Model.Internal.MarshallTransformations
{
    public class StartExecutionRequestMarshaller : IMarshaller<IRequest, StartExecutionRequest>, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public static StartExecutionRequestMarshaller Instance { get; } = new();

        public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((StartExecutionRequest)input);

        public IRequest Marshall(StartExecutionRequest publicRequest) => Wire.Request(publicRequest, "AWSStepFunctions.StartExecution", new() { ["input"] = publicRequest.Input });
    }
}
